import type { Contact, ContactPatch, ContactRow, Ref } from '../../api';
import { describeEdit as describe } from '../../lib/edits';
import { countText } from '../../lib/pages';

/** What a person can change on a contact by editing it, in the shape in which it is shown. */
export interface ContactEdit {
  first_name?: string;
  last_name?: string;
  email?: string;
  phone?: string;
  notes?: string;
  assigned_user?: Ref | null;
  company?: string | null;
}

export type EditField = keyof ContactEdit;

export const fieldLabels: Record<EditField, string> = {
  first_name: 'First name',
  last_name: 'Last name',
  email: 'Email',
  phone: 'Phone',
  notes: 'Notes',
  assigned_user: 'Assigned user',
  company: 'Company',
};

/** A name to show until the server has answered with its own. */
export function nameOf(contact: { first_name: string; last_name: string; full_name: string }): string {
  return [contact.first_name, contact.last_name].filter(Boolean).join(' ') || contact.full_name;
}

/** The contact as it will look once the server has taken the edit. The phone stays as typed until the server has read it. */
export function applyEdit<T extends ContactRow>(contact: T, edit: ContactEdit): T {
  const { company, phone, ...same } = edit;
  const next = { ...contact, ...same } as T;
  if (phone !== undefined)
    Object.assign(next, { phone_display: phone, ...('phone_raw' in contact ? { phone_raw: phone } : {}) });
  if (company !== undefined)
    next.company = company
      ? { id: contact.company?.name === company ? contact.company.id : 0, name: company }
      : null;
  if (edit.first_name !== undefined || edit.last_name !== undefined)
    next.full_name = nameOf({ ...next, full_name: contact.full_name });
  return next;
}

/** The edit that takes another edit back: the values that it replaced. */
export function oppositeOf(contact: AnyContact, edit: ContactEdit): ContactEdit {
  const before: ContactEdit = {
    first_name: contact.first_name,
    last_name: contact.last_name,
    email: contact.email,
    phone: contact.phone_raw ?? contact.phone_display,
    notes: contact.notes ?? '',
    assigned_user: contact.assigned_user,
    company: contact.company?.name ?? null,
  };
  return Object.fromEntries(
    Object.keys(edit).map((field) => [field, before[field as EditField]]),
  ) as ContactEdit;
}

/** The request body for an edit. */
export function toPatch(edit: ContactEdit, version: number): ContactPatch {
  const { assigned_user, ...same } = edit;
  return {
    version,
    ...same,
    ...(assigned_user === undefined ? {} : { assigned_user_id: assigned_user?.id ?? null }),
  };
}

/** What an edit is called in a message: "Email changed", "Email and phone changed". */
export function describeEdit(edit: ContactEdit): string {
  return describe(edit, fieldLabels);
}

/** What is known of a contact: a row of a list, or all of it. */
export type AnyContact = ContactRow & Partial<Pick<Contact, 'notes' | 'phone_raw'>>;

/** "1 contact", "37 contacts", "1000+ contacts". */
export function contactCount({ count, is_capped }: { count: number; is_capped: boolean }): string {
  return countText(count, is_capped, 'contact', 'contacts');
}
