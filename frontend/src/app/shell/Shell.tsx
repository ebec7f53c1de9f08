import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useEffectEvent } from 'react';
import { useCan, useMe } from '../../api';
import { resultsShown } from '../../features/bulk/trayState';
import { createIsOpen as companyIsMade } from '../../features/companies/createState';
import { createIsOpen as contactIsMade } from '../../features/contacts/createState';
import { createAsked as opportunityIsMade } from '../../features/pipelines/createState';
import { whenIdle } from '../../lib/idle';
import { useStore } from '../../lib/store';
import { Skeleton, useColourScheme } from '../../ui';
import { useLive } from '../live';
import { IdleGuard } from '../session/IdleGuard';
import { SignInOverlay } from '../session/SignInOverlay';
import { ConnectionBanner } from './ConnectionBanner';
import { PhoneBar } from './PhoneBar';
import { paletteIsOpen, sheetIsOpen } from './paletteState';
import { ShellKeys } from './ShellKeys';
import { ShortcutSheet } from './ShortcutSheet';
import { Sidebar } from './Sidebar';
import classes from './shell.module.css';
import { TwoFactorNotice } from './TwoFactorNotice';

const Palette = lazy(() => import('./Palette').then((module) => ({ default: module.Palette })));
const loadCreate = () => import('../../features/contacts/components/CreateContactDialog');
const CreateContactDialog = lazy(() =>
  loadCreate().then((module) => ({ default: module.CreateContactDialog })),
);
const loadCreateCompany = () => import('../../features/companies/components/CompanyFormDialog');
const CreateCompanyDialog = lazy(() =>
  loadCreateCompany().then((module) => ({ default: module.CreateCompanyDialog })),
);
const loadCreateOpportunity = () => import('../../features/pipelines/components/CreateOpportunityDialog');
const CreateOpportunityDialog = lazy(() =>
  loadCreateOpportunity().then((module) => ({ default: module.CreateOpportunityDialog })),
);

const JobWatcher = lazy(() =>
  import('../../features/bulk/components/JobWatcher').then((module) => ({ default: module.JobWatcher })),
);
const ResultsDialog = lazy(() =>
  import('../../features/bulk/components/ResultsDialog').then((module) => ({
    default: module.ResultsDialog,
  })),
);

/** The frame of every signed-in page. */
export function Shell() {
  useLive();
  useThemeOfAccount();
  useLoadedAhead();
  const palette = useStore(paletteIsOpen);
  const sheet = useStore(sheetIsOpen);
  const makesContact = useStore(contactIsMade);
  const makesCompany = useStore(companyIsMade);
  const makesOpportunity = useStore(opportunityIsMade);
  const results = useStore(resultsShown);
  const hasJobs = useCan()('contacts:bulk');
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <Sidebar />
      <div className={classes.page} id="main" tabIndex={-1}>
        <ConnectionBanner />
        <TwoFactorNotice />
        <Suspense fallback={<Skeleton height={20} m={20} width={180} />}>
          <Outlet />
        </Suspense>
      </div>
      <PhoneBar />
      <ShellKeys />
      <Suspense>
        {palette ? <Palette /> : null}
        {makesContact ? <CreateContactDialog /> : null}
        {makesCompany ? <CreateCompanyDialog /> : null}
        {makesOpportunity ? <CreateOpportunityDialog /> : null}
        {results === null ? null : <ResultsDialog />}
      </Suspense>
      <Suspense>{hasJobs ? <JobWatcher /> : null}</Suspense>
      {sheet ? <ShortcutSheet /> : null}
      <IdleGuard />
      <SignInOverlay />
    </div>
  );
}

/** The colour scheme kept with the account wins over what this browser remembers. */
function useThemeOfAccount(): void {
  const { theme } = useMe();
  const { setScheme } = useColourScheme();
  const apply = useEffectEvent(setScheme);
  useEffect(() => apply(theme), [theme]);
}

/** What is opened by one key is fetched while nothing else is. */
function useLoadedAhead(): void {
  const isWriter = useCan()('contacts:write');
  useEffect(() => {
    if (!isWriter) return;
    return whenIdle(
      () =>
        void Promise.all([loadCreate(), loadCreateCompany(), loadCreateOpportunity()]).catch(() => undefined),
    );
  }, [isWriter]);
}
