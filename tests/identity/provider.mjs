// A real OpenID provider on loopback: prints its issuer, ends when its standard input does.
//
// /interaction/UID?account=ana&amr=pwd,otp signs ana in; ?deny refuses. `lie` names what the
// next ID token gets wrong, signed with the provider's own key wherever that can be.
import { createHmac, createPrivateKey, generateKeyPairSync, randomBytes, sign, webcrypto } from 'node:crypto';
import { createServer } from 'node:http';

globalThis.crypto ??= webcrypto; // Node 18 has it under another name
const { Provider } = await import('oidc-provider');

const [clientId, clientSecret, redirectUri] = process.argv.slice(2);
const key = { ...newKey(), kid: 'honest', use: 'sig', alg: 'ES256' };
let lie = '';

function newKey() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
}

const packed = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const unpacked = (text) => JSON.parse(Buffer.from(text, 'base64url'));

function signed(head, claims, by = key) {
  const text = `${packed(head)}.${packed(claims)}`;
  const how = { key: createPrivateKey({ key: by, format: 'jwk' }), dsaEncoding: 'ieee-p1363' };
  return `${text}.${sign('sha256', Buffer.from(text), how).toString('base64url')}`;
}

// Each lie is a false ID token made of the true one.
const now = () => Math.floor(Date.now() / 1000);
const with_ = (change) => (head, claims) => signed(head, { ...claims, ...change(claims) });
const LIES = {
  nonce: with_(() => ({ nonce: 'another' })),
  'no nonce': with_(() => ({ nonce: undefined })),
  issuer: with_(() => ({ iss: 'https://elsewhere.example' })),
  audience: with_(() => ({ aud: 'another-client' })),
  'authorized party': with_(({ aud }) => ({ aud: [aud, 'another'], azp: 'another' })),
  expired: with_(() => ({ iat: now() - 7200, exp: now() - 3600 })),
  'not yet': with_(() => ({ iat: now() + 3600, exp: now() + 7200 })),
  'no subject': with_(() => ({ sub: undefined })),
  'odd subject': with_(() => ({ sub: 'ana\u0000' })),
  'odd amr': with_(() => ({ amr: { mfa: true } })),
  'access token': with_(() => ({ at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' })),
  altered: (head, claims, signature) => `${packed(head)}.${packed({ ...claims, sub: 'eva' })}.${signature}`,
  'another key': (head, claims) => signed(head, claims, newKey()),
  'unknown key': (head, claims) => signed({ ...head, kid: 'other' }, claims, newKey()),
  none: (head, claims) => `${packed({ ...head, alg: 'none' })}.${packed(claims)}.`,
  HS256: (head, claims) => {
    const text = `${packed({ ...head, alg: 'HS256' })}.${packed(claims)}`;
    return `${text}.${createHmac('sha256', clientSecret).update(text).digest('base64url')}`;
  },
  'no token': () => undefined,
  'no text': () => 7,
};

const server = createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [{
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uris: [redirectUri],
    id_token_signed_response_alg: 'ES256',
  }],
  jwks: { keys: [key] },
  cookies: { keys: [randomBytes(16).toString('hex')] },
  claims: { openid: ['sub'], amr: null },
  features: { claimsParameter: { enabled: true }, devInteractions: { enabled: false } },
  pkce: { required: () => true },
  ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  loadExistingGrant: async ({ oidc }) => {
    const grant = new oidc.provider.Grant({ accountId: oidc.session.accountId, clientId });
    grant.addOIDCScope('openid');
    await grant.save();
    return grant;
  },
});

provider.use(async (context, next) => {
  const { pathname, searchParams: asked } = new URL(context.url, issuer);
  if (pathname.startsWith('/interaction/') && (asked.has('account') || asked.has('deny'))) {
    lie = asked.get('lie') ?? '';
    const login = { accountId: asked.get('account'), amr: asked.get('amr')?.split(',') };
    const result = asked.has('deny') ? { error: 'access_denied' } : { login };
    await provider.interactionFinished(context.req, context.res, result);
    context.respond = false;
    return;
  }
  await next();
  if (pathname === '/token' && lie && context.body.id_token) {
    const [head, claims, signature] = context.body.id_token.split('.');
    context.body.id_token = LIES[lie](unpacked(head), unpacked(claims), signature);
  }
});

server.on('request', provider.callback());
process.stdin.on('end', () => process.exit(0)).resume();
console.log(issuer);
