import { useQuery } from '@tanstack/react-query';
import type { Template } from '../../../api';
import { Badge, Button, ErrorState, Panel, Section, Skeleton, When } from '../../../ui';
import { useRestoreVersion } from '../mutations';
import { versionsQuery } from '../queries';
import classes from './templates.module.css';

/** What a template has said, the newest first; each can be made the present one again. */
export function Versions({
  template,
  mayWrite,
  onRestored,
}: {
  template: Template;
  mayWrite: boolean;
  onRestored: (template: Template) => void;
}) {
  const versions = useQuery(versionsQuery(template.id));
  const restore = useRestoreVersion(onRestored);
  return (
    <Section
      title="Versions"
      description="Messages name the version that they were made from. An old one restored becomes the newest."
    >
      <Panel>
        {versions.isError && !versions.data ? (
          <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />
        ) : null}
        {versions.isPending ? <Skeleton height={12} width={220} m={16} /> : null}
        {versions.data?.map((version) => (
          <article key={version.id} className={classes.version} aria-label={`Version ${version.number}`}>
            <div className={classes.versionHead}>
              <strong>Version {version.number}</strong>
              <span className={classes.versionMeta}>
                {version.created_by?.name} <When at={version.created_at} />
              </span>
              {version.number === template.number ? (
                <Badge color="teal" variant="light">
                  In use
                </Badge>
              ) : mayWrite ? (
                <Button
                  variant="default"
                  size="compact-sm"
                  loading={restore.isPending && restore.variables.number === version.number}
                  onClick={() =>
                    restore.mutate({ id: template.id, number: version.number, present: template.number })
                  }
                >
                  Restore
                </Button>
              ) : (
                <span />
              )}
            </div>
            <p className={classes.versionText}>
              {version.subject ? `${version.subject}\n` : ''}
              {version.text.split(/\s*\n\s*/).join(' ')}
            </p>
          </article>
        ))}
      </Panel>
    </Section>
  );
}
