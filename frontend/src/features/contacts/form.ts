import type { Contact, ContactIn, Ref } from '../../api';
import type { ContactEdit } from './model';

/** The form as typed. */
export interface FormValues {
  first_name: string;
  last_name: string;
  email: string;
  phone: string;
  company: string;
  assigned_user: Ref | null;
  tags: string[];
  notes: string;
}

export const emptyForm: FormValues = {
  first_name: '',
  last_name: '',
  email: '',
  phone: '',
  company: '',
  assigned_user: null,
  tags: [],
  notes: '',
};

export function formOf(contact: Contact): FormValues {
  return {
    first_name: contact.first_name,
    last_name: contact.last_name,
    email: contact.email,
    phone: contact.phone_raw,
    company: contact.company?.name ?? '',
    assigned_user: contact.assigned_user,
    tags: contact.tags.map((tag) => tag.name),
    notes: contact.notes,
  };
}

/** Request body for a new contact. */
export function toCreate(values: FormValues): ContactIn {
  const { assigned_user, company, ...same } = values;
  return { ...same, company: company.trim() || null, assigned_user_id: assigned_user?.id ?? null };
}

/** Only what differs; null when nothing does. Tags are changed one by one, never by the form. */
export function editOf(from: FormValues, to: FormValues): ContactEdit | null {
  const edit: ContactEdit = {};
  for (const field of ['first_name', 'last_name', 'email', 'phone', 'notes'] as const) {
    if (to[field].trim() !== from[field].trim()) edit[field] = to[field].trim();
  }
  if (to.company.trim() !== from.company.trim()) edit.company = to.company.trim() || null;
  if (to.assigned_user?.id !== from.assigned_user?.id) edit.assigned_user = to.assigned_user;
  return Object.keys(edit).length > 0 ? edit : null;
}

/** The server's field names as those of the form. */
export function fieldErrors(told: Record<string, string>): Partial<Record<keyof FormValues, string>> {
  const { assigned_user_id, ...same } = told;
  return { ...same, ...(assigned_user_id ? { assigned_user: assigned_user_id } : {}) };
}
