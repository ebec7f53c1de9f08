import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconArrowsSort } from '@tabler/icons-react';

/** The orders of a list, for those that no heading stands for and for phones. */
export function SortMenu<Sort extends string>({
  sorts,
  sort,
  onSort,
}: {
  sorts: Readonly<Record<Sort, string>>;
  sort: Sort;
  onSort: (sort: Sort) => void;
}) {
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <Tooltip label={`Sorted: ${sorts[sort].toLocaleLowerCase()}`}>
          <ActionIcon variant="default" size={30} aria-label={`Sort. Now: ${sorts[sort]}`}>
            <IconArrowsSort size={15} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(sorts) as Sort[]).map((key) => (
          <Menu.Item
            key={key}
            onClick={() => onSort(key)}
            aria-current={key === sort ? 'true' : undefined}
            fw={key === sort ? 600 : 400}
          >
            {sorts[key]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
