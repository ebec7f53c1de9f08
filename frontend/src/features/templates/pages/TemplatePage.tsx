import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { ErrorState, Skeleton } from '../../../ui';
import { Editor } from '../components/Editor';
import { templateQuery } from '../queries';

/** A template that is kept. */
export function TemplatePage() {
  const { templateId } = useParams({ from: '/shell/settings/templates/$templateId' });
  const template = useQuery(templateQuery(templateId));
  if (template.isError && !template.data)
    return <ErrorState error={template.error} onRetry={() => void template.refetch()} isPage />;
  if (!template.data) return <Skeleton height={24} width={220} m={36} />;
  return <Editor key={templateId} template={template.data} channel={template.data.channel} />;
}

/** One that is being written for the first time. */
export function NewTemplatePage() {
  const { channel } = useSearch({ from: '/shell/settings/templates/new' });
  return <Editor key={channel} template={null} channel={channel} />;
}
