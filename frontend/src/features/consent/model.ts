import type { ChannelConsent, ConsentStatement } from '../../api';
import { day } from '../../lib/time';

/** Where a statement is from and of when: "5 Jan 2026 · people.csv". */
export function originText({ stated_on, recorded_at, source }: ConsentStatement): string {
  return [day(stated_on ?? recorded_at), source].filter(Boolean).join(' · ');
}

/** All that is known of a statement, for who looks closer. */
export function statementTitle(statement: ConsentStatement): string {
  const { stated_on, recorded_at, recorded_by, source, wording, is_taken_back } = statement;
  return [
    stated_on ? `Stated on ${day(stated_on)}` : '',
    `Recorded on ${day(recorded_at)}${recorded_by ? ` by ${recorded_by.name}` : ''}`,
    source ? `From ${source}` : '',
    wording ? `“${wording}”` : '',
    is_taken_back ? 'Taken back since: it counts no more' : '',
  ]
    .filter(Boolean)
    .join('\n');
}

/** Statements besides the one that decides. */
export function otherStatements({ decisive, statements }: ChannelConsent): readonly ConsentStatement[] {
  if (!decisive) return statements;
  const own = statements.findIndex(
    (one) =>
      one.recorded_at === decisive.recorded_at &&
      one.status === decisive.status &&
      one.stated_on === decisive.stated_on,
  );
  return statements.filter((_, index) => index !== own);
}
