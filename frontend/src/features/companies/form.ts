import type { Company } from '../../api';
import { type CompanyEdit, editFields } from './model';

/** The form as typed. */
export type FormValues = Required<CompanyEdit>;

export const emptyForm: FormValues = {
  name: '',
  website: '',
  phone: '',
  industry: '',
  address: '',
  notes: '',
};

export function formOf(company: Company): FormValues {
  const { name, website, phone_raw: phone, industry, address, notes } = company;
  return { name, website, phone, industry, address, notes };
}

/** Only what differs; null when nothing does. */
export function editOf(from: FormValues, to: FormValues): CompanyEdit | null {
  const changed = editFields.filter((field) => to[field].trim() !== from[field].trim());
  return changed.length > 0 ? Object.fromEntries(changed.map((field) => [field, to[field].trim()])) : null;
}
