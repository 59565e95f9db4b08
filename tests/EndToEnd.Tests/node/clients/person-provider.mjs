import { randomUUID } from 'node:crypto';
import { ask } from './report.mjs';

/** An OAuthClientProvider of both SDK generations whose browser is the test that started this process. */
export class PersonProvider {
  redirectUrl = 'http://127.0.0.1:33418/callback';
  #clientName;
  #state = randomUUID();
  #client;
  #tokens;
  #verifier;
  #discovery;
  #redirectedTo;

  constructor(clientName) {
    this.#clientName = clientName;
  }

  get clientMetadata() {
    return {
      client_name: this.#clientName,
      redirect_uris: [this.redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
    };
  }

  state = () => this.#state;
  clientInformation = () => this.#client;
  saveClientInformation = client => { this.#client = client; };
  tokens = () => this.#tokens;
  saveTokens = tokens => { this.#tokens = tokens; };
  codeVerifier = () => this.#verifier;
  saveCodeVerifier = verifier => { this.#verifier = verifier; };
  discoveryState = () => this.#discovery;
  saveDiscoveryState = state => { this.#discovery = state; };

  /** The SDKs throw after this returns, so the answer is kept for {@link callback}. */
  async redirectToAuthorization(url) {
    this.#redirectedTo = new URL(await ask('authorize', { url: url.href }));
  }

  /** What the authorization server answered through the browser; a state that is not ours ends the walk. */
  callback() {
    if (!this.#redirectedTo) throw new Error('the client never asked for authorization');
    const parameters = this.#redirectedTo.searchParams;
    if (parameters.get('state') !== this.#state) throw new Error('the state is not the one that was sent');
    return parameters;
  }

  /** The signature no longer fits, as little as it would fit an expired token: the resource server answers 401. */
  spoilAccessToken() {
    const [header, payload, signature] = this.#tokens.access_token.split('.');
    this.#tokens = { ...this.#tokens, access_token: [header, payload, [...signature].reverse().join('')].join('.') };
  }
}
