export interface PipelineTemplate {
  key: string;
  label: string;
  stages: readonly { name: string; win_probability: number; expected_days: number | null }[];
}

/** What most sales fit into. */
export const SALES: PipelineTemplate = {
  key: 'sales',
  label: 'Sales',
  stages: [
    { name: 'New', win_probability: 10, expected_days: 7 },
    { name: 'Qualified', win_probability: 25, expected_days: 14 },
    { name: 'Meeting', win_probability: 40, expected_days: 14 },
    { name: 'Proposal', win_probability: 60, expected_days: 21 },
    { name: 'Negotiation', win_probability: 80, expected_days: 14 },
  ],
};

/** Beginnings for a pipeline; every part can be changed. */
export const TEMPLATES: readonly PipelineTemplate[] = [
  SALES,
  {
    key: 'renewals',
    label: 'Renewals',
    stages: [
      { name: 'Due soon', win_probability: 60, expected_days: 30 },
      { name: 'Talked', win_probability: 75, expected_days: 14 },
      { name: 'Offered', win_probability: 85, expected_days: 14 },
    ],
  },
  { key: 'empty', label: 'Empty', stages: [{ name: 'New', win_probability: 0, expected_days: null }] },
];
