import type { components } from './schema';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type User = Schemas['User'];
export type Session = Schemas['Session'];
export type Invitation = Schemas['Invitation'];
export type Security = Schemas['Security'];
export type Readiness = Schemas['Readiness'];
export type Ref = Schemas['Ref'];
export type Tag = Schemas['Tag'];
export type Company = Schemas['Company'];
export type ContactRow = Schemas['ContactRow'];
export type Contact = Schemas['Contact'];
export type ContactPage = Schemas['ContactPage'];
export type ContactIn = Schemas['ContactIn'];
export type ContactPatch = Schemas['ContactPatch'];
export type ContactChanged = Schemas['ContactChanged'];
export type DuplicateMatch = Schemas['DuplicateMatch'];
export type TimelineGroup = Schemas['TimelineGroup'];
export type TimelineEntry = Schemas['TimelineEntry'];
export type TimelinePage = Schemas['TimelinePage'];
export type TimelineKind = Schemas['TimelineKind'];
export type Delivery = Schemas['Delivery'];
export type DeliverySummary = Schemas['DeliverySummary'];
