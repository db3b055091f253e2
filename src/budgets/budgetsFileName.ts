/** The file that holds budgets, in the root of a workspace folder. */
export const budgetsFileName = 'traffic-budgets.yaml';
