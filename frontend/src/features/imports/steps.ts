import type { Import } from '../../api';
import { isOpen } from './model';

/** The parts of the page, in their order. */
export const steps = ['file', 'columns', 'rules', 'preview', 'result'] as const;
export type Step = (typeof steps)[number];

export const stepTitles: Record<Step, string> = {
  file: 'What the file is',
  columns: 'Columns',
  rules: 'Duplicates and consent',
  preview: 'Preview',
  result: 'Import',
};

export type StepState = 'done' | 'open' | 'wrong' | 'later';

/** Which part a field of a refusal stands in: `consent.email` among the rules, `mapping.c3` among the columns. */
export function stepOfField(field: string): Step {
  const name = field.split('.')[0];
  if (name === 'mapping' || name === 'columns') return 'columns';
  if (name === 'duplicates' || name === 'consent' || name === 'tags' || name === 'runs_workflows')
    return 'rules';
  return 'file';
}

/** Whether both channels have an answer; declining is one. */
export function hasConsent({ consent }: Pick<Import, 'consent'>): boolean {
  return [consent.email, consent.sms].every((one) => Boolean(one?.column || one?.answer));
}

/** How each part stands. `refused` names the fields that the last refusal was about. */
export function stepStates(given: Import, refused: readonly string[]): Record<Step, StepState> {
  const isWrong = new Set(refused.map(stepOfField));
  const hasMapping = given.columns.some((column) => column.field !== null);
  const state = (step: Step, isDone: boolean): StepState =>
    isWrong.has(step) ? 'wrong' : isDone ? 'done' : 'open';
  const isChecked = given.state === 'ready' || !isOpen(given);
  return {
    file: given.problems.length > 0 ? 'wrong' : state('file', given.columns.length > 0),
    columns: state('columns', hasMapping),
    rules: state('rules', hasConsent(given)),
    preview: isChecked ? 'done' : given.state === 'previewing' ? 'open' : 'later',
    result: isOpen(given) ? 'later' : given.state === 'running' ? 'open' : 'done',
  };
}
