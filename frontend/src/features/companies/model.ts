import type { Company, CompanyPatch, CompanyRow } from '../../api';
import { countText } from '../../lib/pages';

/** What a person can change on a company by editing it. */
export interface CompanyEdit {
  name?: string;
  website?: string;
  phone?: string;
  industry?: string;
  address?: string;
  notes?: string;
}

export type EditField = keyof CompanyEdit;

export const fieldLabels: Record<EditField, string> = {
  name: 'Name',
  website: 'Website',
  phone: 'Phone',
  industry: 'Industry',
  address: 'Address',
  notes: 'Notes',
};

export const editFields = Object.keys(fieldLabels) as EditField[];

/** What is known of a company: a row of a list, or all of it. */
export type AnyCompany = CompanyRow & Partial<Pick<Company, 'notes' | 'address' | 'phone_raw'>>;

/** The company as it will look once the server has taken the edit. Phone and website stay as typed until it has read them. */
export function applyEdit<T extends CompanyRow>(company: T, edit: CompanyEdit): T {
  const { phone, ...same } = edit;
  const next = { ...company, ...same } as T;
  if (phone !== undefined)
    Object.assign(next, { phone_display: phone, ...('phone_raw' in company ? { phone_raw: phone } : {}) });
  return next;
}

/** The edit that takes another edit back: the values that it replaced. */
export function oppositeOf(company: AnyCompany, edit: CompanyEdit): CompanyEdit {
  const before: Required<CompanyEdit> = {
    name: company.name,
    website: company.website,
    phone: company.phone_raw ?? company.phone_display,
    industry: company.industry,
    address: company.address ?? '',
    notes: company.notes ?? '',
  };
  return Object.fromEntries(
    Object.keys(edit).map((field) => [field, before[field as EditField]]),
  ) as CompanyEdit;
}

/** The request body for an edit. */
export function toPatch(edit: CompanyEdit, version: number): CompanyPatch {
  return { version, ...edit };
}

/** "1 company", "37 companies", "1000+ companies". */
export function companyCount({ count, is_capped }: { count: number; is_capped: boolean }): string {
  return countText(count, is_capped, 'company', 'companies');
}

export function peopleText(count: number): string {
  return `${count} ${count === 1 ? 'person' : 'people'}`;
}

/** Where the website leads; null for what is no address of the web. */
export function websiteHref(website: string): string | null {
  if (!website) return null;
  try {
    const url = new URL(/^[a-z][a-z\d+.-]*:/i.test(website) ? website : `https://${website}`);
    return /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
