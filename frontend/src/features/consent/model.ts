import type { AddressFact, ChannelConsent, ConsentStatement, StandingGround } from '../../api';
import { day } from '../../lib/time';

/** Something to be decided about an address, and what the dialog that asks for it says. */
export type Act = {
  channel: string;
  title: string;
  text: string;
  label: string;
  done: string;
  needsReason: boolean;
} & (
  | { kind: 'block'; reach: 'marketing' | 'all' }
  | { kind: 'lift'; factId: number }
  | { kind: 'review'; factId: number; decision: 'keep' | 'dismiss' }
);

export const stopMarketing = ({ channel, address }: ChannelConsent): Act => ({
  kind: 'block',
  reach: 'marketing',
  channel,
  title: 'Stop marketing?',
  text: `No news and offers go to ${address}, whoever has it. Colleagues may still answer.`,
  label: 'Stop marketing',
  done: 'Marketing stopped',
  needsReason: true,
});

export const blockAll = ({ channel, address }: ChannelConsent): Act => ({
  kind: 'block',
  reach: 'all',
  channel,
  title: 'Block this address?',
  text: `Nothing goes to ${address} any more, not even an answer. Only an administrator can lift it.`,
  label: 'Block',
  done: 'Address blocked',
  needsReason: true,
});

export const lift = ({ channel }: ChannelConsent, ground: StandingGround, factId: number): Act => ({
  kind: 'lift',
  factId,
  channel,
  title: 'Lift this?',
  text: `${ground.text} From then on it stands in the way no more.`,
  label: 'Lift',
  done: 'Lifted',
  needsReason: true,
});

export const review = (
  { channel, address }: ChannelConsent,
  factId: number,
  decision: 'keep' | 'dismiss',
): Act => ({
  kind: 'review',
  factId,
  decision,
  channel,
  title: decision === 'keep' ? 'Is it an opt-out?' : 'Is it no opt-out?',
  text:
    decision === 'keep'
      ? `It will count like a STOP from ${address}. Only an administrator can lift that.`
      : 'Marketing goes on as before.',
  label: decision === 'keep' ? 'It is an opt-out' : 'It is no opt-out',
  done: decision === 'keep' ? 'Taken for an opt-out' : 'Marketing goes on',
  needsReason: false,
});

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

/** When something happened and by whom it is known: "3 Nov 2026, 4 times · Uma". */
export function factText({ at, last_at, times, recorded_by, until }: AddressFact): string {
  const when = day(at) === day(last_at) ? day(at) : `${day(at)} to ${day(last_at)}`;
  const often = times > 1 ? `${when}, ${times} times` : when;
  return [often, until ? `until ${day(until)}` : '', recorded_by?.name ?? ''].filter(Boolean).join(' · ');
}

/** The proof of a fact, in words, one line for each part that there is. */
export function proofLines({ sender, code, page, ip, user_agent, via }: AddressFact): readonly string[] {
  return [
    via ? `By ${via}` : '',
    sender ? `Sender ${sender}` : '',
    code ? `Code ${code}` : '',
    page ? `On the page ${page}` : '',
    ip ? `From ${ip}` : '',
    user_agent ? `With ${user_agent}` : '',
  ].filter(Boolean);
}
