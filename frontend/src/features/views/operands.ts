import type { FilterField, FilterOperator } from '../../api';
import { timeZone } from '../../lib/time';
import { type Condition, conditionsOf, type Group } from './tree';

/** What an operator wants to be told besides its field. */
export type Takes = FilterOperator['takes'];
export type FilterOp = FilterOperator;
export type { FilterField };

export const spanUnits = ['days', 'weeks', 'months'] as const;
export interface Span {
  n: number;
  unit: (typeof spanUnits)[number];
}

/** Today where the person is, as the fields for days write it. */
export function today(now: number = Date.now(), zone: string = timeZone()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(now));
}

/** What stands in the editor before anything was chosen. */
export function firstValue(takes: Takes): unknown {
  if (takes === 'text') return '';
  if (takes === 'ids' || takes === 'choices') return [];
  if (takes === 'day') return today();
  if (takes === 'days') return [today(), today()];
  if (takes === 'span') return { n: 7, unit: 'days' } satisfies Span;
  if (takes === 'numbers') return [null, null];
  return takes === 'number' ? null : undefined;
}

const isDay = (value: unknown) => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
const isPair = (value: unknown, of: (one: unknown) => boolean) =>
  Array.isArray(value) && value.length === 2 && value.every(of);

/** Whether the condition says enough to be asked. What is wrong with it otherwise, the server says. */
export function isComplete(takes: Takes, value: unknown): boolean {
  switch (takes) {
    case 'nothing':
      return true;
    case 'text':
      return typeof value === 'string' && value.trim() !== '';
    case 'ids':
    case 'choices':
      return Array.isArray(value) && value.length > 0;
    case 'day':
      return isDay(value);
    case 'days':
      return isPair(value, isDay);
    case 'span':
      return isNumber((value as Span | null)?.n) && (value as Span).n >= 1;
    case 'number':
      return isNumber(value);
    case 'numbers':
      return isPair(value, isNumber);
  }
}

export function opOf(field: FilterField | undefined, key: string): FilterOp | undefined {
  return field?.ops.find((op) => op.key === key);
}

/** A condition on a field with its first operator. */
export function newCondition(field: FilterField): Condition {
  const op = field.ops[0];
  return withOp({ field: field.key, op: op?.key ?? '' }, undefined, op);
}

/** The condition with another operator; what was chosen stays when the new one takes the same. */
export function withOp(
  condition: Condition,
  from: FilterOp | undefined,
  to: FilterOp | undefined,
): Condition {
  const { field } = condition;
  if (!to || to.takes === 'nothing') return { field, op: to?.key ?? condition.op };
  const keeps = from?.takes === to.takes && condition.value !== undefined;
  return { field, op: to.key, value: keeps ? condition.value : carried(condition.value, from, to) };
}

function carried(value: unknown, from: FilterOp | undefined, to: FilterOp): unknown {
  if (from?.takes === 'day' && to.takes === 'days' && isDay(value)) return [value, value];
  if (from?.takes === 'days' && to.takes === 'day' && Array.isArray(value)) return value[0];
  return firstValue(to.takes);
}

/** Whether the days of somebody's zone decide what it finds. */
export function dependsOnZone(filter: Group | undefined, fields: readonly FilterField[]): boolean {
  const dates = new Set(
    fields.filter((field) => field.type === 'date' || field.type === 'day').map((field) => field.key),
  );
  return conditionsOf(filter).some((condition) => dates.has(condition.field));
}

/** Plain words until the server's own are here. */
export function rawWords(condition: Condition, fields: readonly FilterField[]): string {
  const field = fields.find((one) => one.key === condition.field);
  const name = field?.label ?? inWords(condition.field);
  const op = opOf(field, condition.op)?.label ?? inWords(condition.op).toLocaleLowerCase();
  const { value } = condition;
  if (typeof value === 'string' || typeof value === 'number') return `${name} ${op} ${value}`;
  if (Array.isArray(value) && field?.choices) {
    const labels = field.choices.filter((one) => value.includes(one.value)).map((one) => one.label);
    return `${name} ${op} ${labels.join(', ')}`;
  }
  if (Array.isArray(value) && (field?.type === 'date' || field?.type === 'day'))
    return `${name} ${op} ${value.join(' and ')}`;
  return value === undefined ? `${name} ${op}` : `${name} ${op} …`;
}

function inWords(key: string): string {
  const words = key.replaceAll('_', ' ');
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
