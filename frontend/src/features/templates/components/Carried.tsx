import { IconBuilding, IconSignature } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fieldWords, useCan } from '../../../api';
import { Button, Group, Modal, Panel, PanelRow, Section, Stack, Textarea, TextInput } from '../../../ui';
import { useSaveLetterhead, useSaveSignature } from '../mutations';
import { letterheadQuery, signatureQuery } from '../queries';

const icon = { size: 17, stroke: 1.7, 'aria-hidden': true } as const;

/** What many templates carry and is entered once: the organisation's name and address, one's own signature. */
export function Carried() {
  const mayEnter = useCan()('settings:write');
  const letterhead = useQuery(letterheadQuery);
  const signature = useQuery(signatureQuery);
  const [asked, setAsked] = useState<'letterhead' | 'signature' | null>(null);
  const close = () => setAsked(null);
  const ours = letterhead.data;
  return (
    <Section
      title="Entered once"
      description="What templates carry by a variable, so that it is right in all of them."
    >
      <Panel>
        <PanelRow
          icon={<IconBuilding {...icon} />}
          label="Your organisation"
          description={
            ours && (ours.name || ours.address)
              ? [ours.name, ...ours.address.split('\n')].filter(Boolean).join(', ')
              : `Name and postal address, which marketing by email has to carry.${mayEnter ? '' : ' An administrator enters them.'}`
          }
        >
          {mayEnter && ours ? (
            <Button variant="default" onClick={() => setAsked('letterhead')}>
              {ours.version === 0 ? 'Enter' : 'Change'}
            </Button>
          ) : null}
        </PanelRow>
        <PanelRow
          icon={<IconSignature {...icon} />}
          label="Your signature"
          description={signature.data?.text.replaceAll('\n', ', ') || 'Your name, until you enter one.'}
        >
          {signature.data ? (
            <Button variant="default" onClick={() => setAsked('signature')}>
              {signature.data.text ? 'Change' : 'Enter'}
            </Button>
          ) : null}
        </PanelRow>
      </Panel>
      {asked === 'letterhead' && ours ? <LetterheadDialog {...ours} onClose={close} /> : null}
      {asked === 'signature' && signature.data ? (
        <SignatureDialog text={signature.data.text} onClose={close} />
      ) : null}
    </Section>
  );
}

function LetterheadDialog({
  version,
  onClose,
  ...given
}: {
  version: number;
  name: string;
  address: string;
  onClose: () => void;
}) {
  const [name, setName] = useState(given.name);
  const [address, setAddress] = useState(given.address);
  const save = useSaveLetterhead();
  return (
    <Modal opened onClose={onClose} size={440} centered title="Your organisation">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ version, name, address }, { onSuccess: onClose });
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            description="{{our_name}}"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            autoComplete="organization"
            data-autofocus
          />
          <Textarea
            label="Postal address"
            description="{{our_address}}"
            value={address}
            onChange={(event) => setAddress(event.currentTarget.value)}
            autosize
            minRows={3}
            error={save.error ? fieldWords(save.error) : undefined}
          />
          <Buttons isSaving={save.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

function SignatureDialog({ text: given, onClose }: { text: string; onClose: () => void }) {
  const [text, setText] = useState(given);
  const save = useSaveSignature();
  return (
    <Modal opened onClose={onClose} size={440} centered title="Your signature">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(text, { onSuccess: onClose });
        }}
      >
        <Stack gap="md">
          <Textarea
            label="Signature"
            description="{{signature}}"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autosize
            minRows={4}
            error={save.error ? fieldWords(save.error) : undefined}
            data-autofocus
          />
          <Buttons isSaving={save.isPending} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

function Buttons({ isSaving, onClose }: { isSaving: boolean; onClose: () => void }) {
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
      <Button type="submit" loading={isSaving}>
        Save
      </Button>
    </Group>
  );
}
