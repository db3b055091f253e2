/** The report's looks, in the reader's light or dark. */
export const reportStyle = `
:root { color-scheme: light dark; --dim: color-mix(in srgb, CanvasText 66%, Canvas); --line: color-mix(in srgb, CanvasText 16%, Canvas); }
body { max-width: 1000px; margin: 32px auto; padding: 0 24px; font: 14px/20px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 22px; line-height: 28px; margin: 0 0 8px; }
h2 { font-size: 15px; margin: 28px 0 8px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0; }
dt, .dim { color: var(--dim); }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; }
th { color: var(--dim); font-weight: 400; }
th, td { padding: 3px 8px; border-bottom: 1px solid var(--line); text-align: left; overflow-wrap: anywhere; }
.number { text-align: right; white-space: nowrap; }
svg { width: 100%; height: auto; font-size: 11px; }
svg text { fill: var(--dim); }
.axis { stroke: var(--dim); fill: none; }
.s2 { fill: #5a9a5a; } .s3 { fill: #3a86e0; } .s4 { fill: #c79a00; } .s5 { fill: #d83a3a; } .s0 { fill: #888; }
polyline { fill: none; stroke-width: 1.75; stroke-linejoin: round; }
.p50 { stroke: #3a86e0; } .p95 { stroke: #9a5ad0; stroke-dasharray: 7 3; } .p99 { stroke: #d0761e; stroke-dasharray: 2 2; }
.error { stroke: #d83a3a; } .compared { stroke: #888; stroke-dasharray: 4 3; }
@media print { body { margin: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
`;
