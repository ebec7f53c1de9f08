export { readJobsAgain, readRecordsAgain, timelineKindsQuery, undoChange } from './changes';
export { api, BACKGROUND, csrfToken, send, unwrap } from './client';
export {
  conversationKeys,
  conversationQuery,
  countsQuery,
  dropMessage,
  pendingMessage,
  showMessage,
  type Thread,
} from './conversations';
export { ApiError, ConnectionError, fieldWords, hasStatus, type Problem } from './errors';
export { followRecords, inBackground } from './follow';
export { meQuery, type Permission, useCan, useMe, welcome } from './me';
export { pipelinesQuery } from './pipelines';
export { type ReadOptions, readOptions, refreshInBackground, usePolling } from './reads';
export { signOut } from './signOut';
export type * from './types';
export { upload } from './upload';
export { usersQuery } from './users';
