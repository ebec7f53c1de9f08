/** What an edit is called in a message: "Email changed", "Email and phone changed". */
export function describeEdit<Edit extends object>(
  edit: Edit,
  labels: Readonly<Record<keyof Edit & string, string>>,
): string {
  const list = Object.keys(edit)
    .map((field) => labels[field as keyof Edit & string])
    .map((label, index) => (index === 0 ? label : label.toLocaleLowerCase()));
  const last = list.pop() ?? '';
  return `${list.length > 0 ? `${list.join(', ')} and ` : ''}${last} changed`;
}
