/** The report's looks, in the reader's light or dark. */
export const reportStyle = `
:root { color-scheme: light dark; --dim: color-mix(in srgb, CanvasText 68%, Canvas); --line: color-mix(in srgb, CanvasText 14%, Canvas); --veil: color-mix(in srgb, CanvasText 14%, transparent); --faint: color-mix(in srgb, CanvasText 6%, transparent); --green: #388a3c; --blue: #1a73d1; --yellow: #b58900; --red: #d83a3a; --purple: #8a4fc4; --orange: #cc6d1c; --green-text: #2b6f2f; --red-text: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --green: #557a51; --blue: #59a4f9; --yellow: #cca700; --red: #f14c4c; --purple: #b180d7; --orange: #d98a3a; --green-text: #89d185; --red-text: #f48771; } }
body { max-width: 1080px; margin: 0 auto; padding: 32px 24px 64px; font: 13px/20px system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 22px; font-weight: 500; line-height: 28px; margin: 0 0 12px; }
h2 { font-size: 14px; font-weight: 600; margin: 0 0 6px; }
section { margin-top: 24px; padding-top: 16px; border-top: 1px solid var(--line); }
dl { margin: 0; }
dd { margin: 0; overflow-wrap: anywhere; }
dt, .dim { color: var(--dim); }
p { margin: 0 0 6px; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(120px, 1fr)); gap: 12px 24px; margin-top: 24px; padding-top: 16px; border-top: 1px solid var(--line); }
.cards .change { color: var(--dim); font-size: 12px; line-height: 16px; font-weight: 400; white-space: normal; }
.cards .better { color: var(--green-text); }
.cards .worse { color: var(--red-text); }
.cards dd { font-size: 20px; line-height: 28px; font-weight: 500; white-space: nowrap; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(380px, 1fr)); column-gap: 40px; }
.legend { display: flex; flex-wrap: wrap; gap: 0 16px; font-size: 12px; color: var(--dim); }
.legend span { display: inline-flex; align-items: center; gap: 6px; }
.legend b { color: CanvasText; font-weight: 500; }
.legend svg { width: 16px; height: 10px; }
table { width: 100%; border-collapse: collapse; }
th { color: var(--dim); font-size: 12px; font-weight: 400; }
th, td { padding: 3px 8px; border-bottom: 1px solid var(--line); text-align: left; overflow-wrap: anywhere; }
tr > :first-child { padding-left: 0; }
tr > :last-child { padding-right: 0; }
.number { text-align: right; }
.number, .one-line { white-space: nowrap; }
figure { margin: 0; }
figure svg { display: block; width: 100%; height: auto; font-size: 11px; }
svg text { fill: var(--dim); }
.axis { stroke: var(--dim); fill: none; }
.grid { stroke: var(--line); fill: none; }
.unknown { fill: var(--veil); }
.uncollected { fill: var(--faint); }
.session { stroke: CanvasText; stroke-width: 2; fill: none; }
.moment { stroke: CanvasText; stroke-dasharray: 2 2; fill: none; }
.s2xx { fill: var(--green); } .s3xx { fill: var(--blue); } .s4xx { fill: var(--yellow); } .s5xx { fill: var(--red); } .sother { fill: #888; }
polyline { fill: none; stroke-width: 1.75; stroke-linejoin: round; }
.p50 { stroke: var(--blue); } .p95 { stroke: var(--purple); stroke-dasharray: 7 3; } .p99 { stroke: var(--orange); stroke-dasharray: 2 2; }
.threshold { stroke: var(--dim); stroke-width: 1; stroke-dasharray: 1 3; fill: none; }
.error { stroke: var(--red); } .compared { stroke: #888; stroke-dasharray: 4 3; }
@media print { body { padding: 0; } h2 { break-after: avoid; } tr, figure { break-inside: avoid; } }
`;
