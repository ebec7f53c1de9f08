import type { BoardCard, Card, Opportunity, OpportunityPatch, Ref } from '../../api';
import { money } from '../../lib/money';
import { countText } from '../../lib/pages';

/** An amount as an edit carries it; `name` is how people read it. */
export interface Amount {
  name: string;
  minor: number | null;
  currency: string;
}

export const amountOf = (minor: number | null, currency: string): Amount => ({
  name: minor === null ? '' : money(minor, currency),
  minor,
  currency,
});

/** What a person can change on an opportunity by editing it. */
export interface OpportunityEdit {
  title?: string;
  value?: Amount;
  expected_close_on?: string | null;
  assigned_user?: Ref | null;
  contact?: Ref | null;
  company?: string | null;
  next_step?: string;
  next_step_on?: string | null;
  source?: Card['source'];
  notes?: string;
}

export type EditField = keyof OpportunityEdit;

export const fieldLabels: Record<EditField, string> = {
  title: 'Title',
  value: 'Value',
  expected_close_on: 'Expected close',
  assigned_user: 'Assigned user',
  contact: 'Contact',
  company: 'Company',
  next_step: 'Next step',
  next_step_on: 'Next step due',
  source: 'Source',
  notes: 'Notes',
};

export const typedFields: readonly EditField[] = ['title', 'value', 'next_step', 'notes', 'company'];

export const sources: Record<Card['source'], string> = {
  manual: 'Manual',
  form: 'Form',
  workflow: 'Workflow',
  import: 'Import',
  api: 'API',
};

export const statuses: Record<Card['status'], string> = {
  open: 'Open',
  won: 'Won',
  lost: 'Lost',
  abandoned: 'Abandoned',
};

/** The opportunity as it will look once the server has taken the edit. A company that is only a name has no page yet. */
export function applyEdit<T extends BoardCard>(card: T, { value, company, ...same }: OpportunityEdit): T {
  const next = { ...card, ...same } as T;
  if (value) Object.assign(next, { value_cents: value.minor, currency: value.currency });
  if (company !== undefined)
    Object.assign(next, {
      company:
        company === null ? null : company === card.company?.name ? card.company : { id: 0, name: company },
    });
  return next;
}

/** The edit that takes another edit back: the values that it replaced. */
export function oppositeOf(
  card: Card & Partial<Pick<Opportunity, 'notes'>>,
  edit: OpportunityEdit,
): OpportunityEdit {
  const before: Required<OpportunityEdit> = {
    title: card.title,
    value: amountOf(card.value_cents, card.currency),
    expected_close_on: card.expected_close_on,
    assigned_user: card.assigned_user,
    contact: card.contact,
    company: card.company?.name ?? null,
    next_step: card.next_step,
    next_step_on: card.next_step_on,
    source: card.source,
    notes: card.notes ?? '',
  };
  return Object.fromEntries(Object.keys(edit).map((field) => [field, before[field as EditField]]));
}

/** The request body for an edit. */
export function toPatch(edit: OpportunityEdit, version: number): OpportunityPatch {
  const { value, assigned_user: user, contact, ...same } = edit;
  return {
    version,
    ...same,
    ...(value ? { value_cents: value.minor, currency: value.currency } : {}),
    ...(user === undefined ? {} : { assigned_user_id: user?.id ?? null }),
    ...(contact === undefined ? {} : { contact_id: contact?.id ?? null }),
  } as OpportunityPatch;
}

/** "today" for the first, "12 days". */
export function daysText(days: number): string {
  return days === 0 ? 'Today' : `${days} ${days === 1 ? 'day' : 'days'}`;
}

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** "3 Dec 2026" for a day without a time. */
export function dayText(iso: string | null): string {
  return iso ? day.format(new Date(`${iso}T00:00:00Z`)) : '';
}

export function opportunityCount({ count, is_capped }: { count: number; is_capped: boolean }): string {
  return countText(count, is_capped, 'opportunity', 'opportunities');
}

/** Sums of several currencies side by side: they are never added. */
export function sumsText(
  totals: readonly { currency: string; value_cents: number; weighted_cents: number }[],
  which: 'value_cents' | 'weighted_cents',
): string {
  return totals.map((total) => money(total[which], total.currency)).join(' · ');
}
