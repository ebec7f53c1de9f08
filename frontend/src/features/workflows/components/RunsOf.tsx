import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCan } from '../../../api';
import { Badge, When } from '../../../ui';
import { RUN_COLORS } from '../model';
import { contactRunsQuery } from '../queries';
import classes from './runs.module.css';

/** The workflows that a contact is in or has been through, on their page. Nothing where there are none. */
export function RunsOf({ contactId }: { contactId: number }) {
  const canRead = useCan()('workflows:read');
  const { data } = useQuery({ ...contactRunsQuery(contactId), enabled: canRead });
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-label="Workflows" className={classes.section}>
      <h2>
        Workflows<span className="num">{data.items.length}</span>
      </h2>
      <ul>
        {data.items.map(({ id, workflow, state, state_label: label, started_at: at, current_step: step }) => (
          <li key={id}>
            <Link
              to="/workflows/$workflowId"
              params={{ workflowId: workflow.id }}
              search={{ tab: 'runs', run: id }}
            >
              {workflow.name}
            </Link>
            <span className={classes.meta}>
              {step ? `${step.label}, ` : ''}
              <When at={at} />
            </span>
            <Badge color={RUN_COLORS[state]} variant="light">
              {label}
            </Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}
