import { ApiError, csrfToken, type Problem, send } from '../../api';
import { whileCookieChanges } from '../../lib/renewal';
import { noteEnded } from '../../lib/session';
import { problemOfAnswer } from './model';

/** What the sign-in flows answer. `flows` says what may or must come next. */
export interface Answer {
  status: number;
  data?: {
    flows?: { id: string; is_pending?: boolean; types?: string[] }[];
    user?: { email?: string; display?: string };
    unused_codes?: string[];
    unused_code_count?: number;
    total_code_count?: number;
  };
  meta?: { is_authenticated?: boolean; secret?: string; totp_svg?: string; totp_url?: string };
  errors?: { message: string; code: string; param?: string }[];
}

/** The server wants to know once more that it is really this person. */
export class ReauthenticationNeeded extends Error {
  override readonly name = 'ReauthenticationNeeded';
  readonly withCode: boolean;

  constructor(withCode: boolean) {
    super('Confirm that it is you.');
    this.withCode = withCode;
  }
}

const BASE = '/_allauth/browser/v1';
type Method = 'GET' | 'POST' | 'DELETE';

async function request(
  method: Method,
  path: string,
  body?: object,
  headers?: HeadersInit,
): Promise<{ answer: Answer & Problem; response: Response }> {
  const init: RequestInit = { method, headers: { Accept: 'application/json', ...headers } };
  if (body) {
    init.body = JSON.stringify(body);
    init.headers = { ...init.headers, 'Content-Type': 'application/json' };
  }
  // Any answer of the sign-in flows sets the cookie that writes must echo.
  if (method !== 'GET' && !csrfToken()) await request('GET', '/auth/session');
  const response = await send(new Request(new URL(BASE + path, location.origin), init));
  const text = await response.text();
  let answer: Answer & Problem;
  try {
    answer = JSON.parse(text) as Answer & Problem;
  } catch {
    answer = { status: response.status };
  }
  return { answer, response };
}

/** One call of the sign-in flows. 401 comes back as an answer, other refusals are thrown as ApiError. */
async function ask(method: Method, path: string, body?: object, headers?: HeadersInit): Promise<Answer> {
  const { answer, response } = await request(method, path, body, headers);
  if (response.ok || response.status === 401) return { ...answer, status: response.status };
  throw new ApiError(response.status, problemOfAnswer(answer, response.status));
}

/** As `ask`, for what only a signed-in person may do. */
async function askSignedIn(
  method: Method,
  path: string,
  body?: object,
  headers?: HeadersInit,
): Promise<Answer> {
  const answer = await ask(method, path, body, headers);
  if (answer.status !== 401) return answer;
  if (answer.meta?.is_authenticated) {
    throw new ReauthenticationNeeded(
      answer.data?.flows?.some((flow) => flow.id === 'mfa_reauthenticate') ?? false,
    );
  }
  noteEnded();
  throw new ApiError(401, { status: 401, detail: 'You are signed out. Sign in to go on.' });
}

export type SignInStep = 'password' | 'code' | 'done';

function stepOf(answer: Answer): SignInStep {
  if (answer.meta?.is_authenticated) return 'done';
  return answer.data?.flows?.some((flow) => flow.id === 'mfa_authenticate' && flow.is_pending)
    ? 'code'
    : 'password';
}

/** Where a sign-in stands: after a reload the second step goes on where it was. */
export async function readSignInStep(): Promise<SignInStep> {
  return stepOf(await ask('GET', '/auth/session'));
}

export async function signIn(email: string, password: string): Promise<SignInStep> {
  try {
    return stepOf(await ask('POST', '/auth/login', { email, password }));
  } catch (error) {
    // Signed in already, in another tab: nothing is left to do here.
    if (error instanceof ApiError && error.status === 409 && (await readSignInStep()) === 'done')
      return 'done';
    throw error;
  }
}

export async function answerCode(code: string): Promise<SignInStep> {
  return stepOf(await ask('POST', '/auth/2fa/authenticate', { code }));
}

export async function requestPasswordReset(email: string): Promise<void> {
  await ask('POST', '/auth/password/request', { email });
}

/** Looks at a reset link without spending it. */
export async function readResetKey(key: string): Promise<{ email: string }> {
  const answer = await ask('GET', '/auth/password/reset', undefined, { 'X-Password-Reset-Key': key });
  return { email: answer.data?.user?.email ?? '' };
}

export async function resetPassword(key: string, password: string): Promise<void> {
  await ask('POST', '/auth/password/reset', { key, password });
}

export async function changePassword(currentPassword: string, newPassword: string): Promise<void> {
  const body = { current_password: currentPassword, new_password: newPassword };
  await whileCookieChanges(() => askSignedIn('POST', '/account/password/change', body));
}

export async function reauthenticate(proof: { password: string } | { code: string }): Promise<void> {
  const path = 'code' in proof ? '/auth/2fa/reauthenticate' : '/auth/reauthenticate';
  await askSignedIn('POST', path, proof);
}

export interface TotpOffer {
  secret: string;
  /** The QR code as an SVG document. */
  picture: string;
  /** What the QR code says: opens an authenticator app on this very device. */
  address: string;
}

/** A new secret for an authenticator app; it counts only once a code from it has come back. */
export async function startTotp(): Promise<TotpOffer> {
  const { answer, response } = await request('GET', '/account/authenticators/totp');
  if (response.status === 404 && answer.meta?.secret) {
    const { secret, totp_svg: picture = '', totp_url: address = '' } = answer.meta;
    return { secret, picture, address };
  }
  if (response.status === 401 && answer.meta?.is_authenticated) throw new ReauthenticationNeeded(false);
  if (response.status === 401) noteEnded();
  if (response.ok) throw new ApiError(409, { detail: 'Two-factor sign-in is on already.' });
  throw new ApiError(response.status, problemOfAnswer(answer, response.status));
}

export async function confirmTotp(code: string): Promise<void> {
  await whileCookieChanges(() => askSignedIn('POST', '/account/authenticators/totp', { code }));
}

export async function turnTotpOff(): Promise<void> {
  await whileCookieChanges(() => askSignedIn('DELETE', '/account/authenticators/totp'));
}

/** The codes of a fresh set: the server shows them once. */
export async function readRecoveryCodes(): Promise<string[]> {
  const answer = await askSignedIn('GET', '/account/authenticators/recovery-codes');
  return answer.data?.unused_codes ?? [];
}

/** Throws the old codes away and makes new ones. */
export async function renewRecoveryCodes(): Promise<string[]> {
  const answer = await askSignedIn('POST', '/account/authenticators/recovery-codes', {});
  return answer.data?.unused_codes ?? [];
}
