import { SettingsPage } from '../../../ui';
import { IdentityDialog } from '../components/IdentityDialog';
import { PasswordSection } from '../components/PasswordSection';
import { SessionsSection } from '../components/SessionsSection';
import { TwoFactorSection } from '../components/TwoFactorSection';

export function SecurityPage() {
  return (
    <SettingsPage title="Security" description="What keeps your account yours.">
      <PasswordSection />
      <TwoFactorSection />
      <SessionsSection />
      <IdentityDialog />
    </SettingsPage>
  );
}
