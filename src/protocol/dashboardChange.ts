import type { DashboardData } from './dashboardData';

/** The parts of a dashboard that are other than before. */
export type DashboardChange = Partial<DashboardData>;

/** What makes `before` into `after`, part by part. */
export function dashboardChange(before: DashboardData, after: DashboardData): DashboardChange {
  const parts = Object.entries(after).filter(
    ([name, part]) => JSON.stringify(part) !== JSON.stringify(before[name as keyof DashboardData]),
  );
  return Object.fromEntries(parts);
}
