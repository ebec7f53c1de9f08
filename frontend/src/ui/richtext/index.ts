// Words with markup. A door of its own: the editor is large, and only who writes mail loads it.
import { lazy } from 'react';

export const RichText = lazy(() => import('./RichText').then((module) => ({ default: module.RichText })));
export type { RichTextHandle } from './RichText';
