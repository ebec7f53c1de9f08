import { useMe } from '../../../api';
import { Face, Panel, PanelRow, Section, SettingsPage } from '../../../ui';
import { NameField } from '../components/NameField';
import { SchemeField } from '../components/SchemeField';
import { ZoneField } from '../components/ZoneField';
import { roleLabel } from '../model';

export function ProfilePage() {
  const me = useMe();
  return (
    <SettingsPage title="Profile" description="How you appear to others, and how Kith appears to you.">
      <Section title="You">
        <Panel>
          <PanelRow
            icon={<Face name={me.name} size={30} />}
            label="Name"
            labelFor="profile-name"
            description="Shown beside everything you do."
          >
            <NameField key={me.id} id="profile-name" name={me.name} />
          </PanelRow>
          <PanelRow label="Email" description="You sign in with it.">
            <span>{me.email}</span>
          </PanelRow>
          <PanelRow label="Role" description="An administrator can change it.">
            <span>{roleLabel(me.role)}</span>
          </PanelRow>
        </Panel>
      </Section>
      <Section title="Display">
        <Panel>
          <PanelRow
            label="Time zone"
            labelFor="profile-zone"
            description="All times in Kith are shown in this zone."
          >
            <ZoneField id="profile-zone" zone={me.time_zone} />
          </PanelRow>
          <PanelRow label="Appearance" description="Follows you to every browser you sign in from.">
            <SchemeField />
          </PanelRow>
        </Panel>
      </Section>
    </SettingsPage>
  );
}
