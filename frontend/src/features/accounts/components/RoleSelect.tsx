import { Select } from '../../../ui';
import { ROLES } from '../model';
import type { Role } from '../people';

interface RoleSelectProps {
  value: Role;
  onChange: (role: Role) => void;
  label?: string;
  ariaLabel?: string;
  withHelp?: boolean;
  disabled?: boolean;
}

/**
 * One of the roles; `withHelp` says what the chosen one may do. Arrow keys open the list and walk in it: nothing is
 * chosen before Enter, as a choice may be saved at once.
 */
export function RoleSelect({ value, onChange, label, ariaLabel, withHelp, disabled }: RoleSelectProps) {
  return (
    <Select
      {...(label ? { label } : {})}
      {...(ariaLabel ? { 'aria-label': ariaLabel } : {})}
      data={ROLES.map((role) => ({ value: role.value, label: role.label }))}
      value={value}
      allowDeselect={false}
      onChange={(value) => {
        const chosen = ROLES.find((role) => role.value === value);
        if (chosen) onChange(chosen.value);
      }}
      description={withHelp ? ROLES.find((role) => role.value === value)?.help : undefined}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      disabled={disabled ?? false}
    />
  );
}
