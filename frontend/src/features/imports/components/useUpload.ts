import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { pickFile } from '../model';
import { choicesQuery } from '../queries';
import { uploadFile, uploading } from '../uploads';

/** Sends a chosen or dropped file and opens its import, unless the person has gone elsewhere meanwhile. */
export function useUpload() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { history } = useRouter();
  const { data: choices } = useQuery(choicesQuery);
  const [refusal, setRefusal] = useState<string | null>(null);
  const take = async (files: readonly File[]) => {
    const picked = pickFile(files, choices?.most_bytes);
    if (typeof picked === 'string') {
      setRefusal(picked);
      return;
    }
    setRefusal(null);
    const made = await uploadFile(client, picked);
    const isHere = history.location.pathname.startsWith('/imports');
    if (made && isHere) await navigate({ to: '/imports/$importId', params: { importId: made.id } });
  };
  return {
    take: (files: readonly File[]) => void take(files),
    refusal,
    forget: () => {
      setRefusal(null);
      if (uploading.get()?.error) uploading.set(null);
    },
  };
}
