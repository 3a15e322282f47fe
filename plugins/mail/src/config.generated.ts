// Generated from config.schema.json; run "npm run generate".

export interface Config {
  /**
   * Name or address of the SMTP server.
   */
  host: string;
  /**
   * 587 unless given; 465 with security tls, 25 with none.
   */
  port?: number;
  /**
   * starttls asks for encryption before anything is said and goes no further without it; tls encrypts from the first byte; none encrypts nothing, and is accepted for the machine itself only.
   */
  security: 'starttls' | 'tls' | 'none';
  /**
   * Where the server's certificate is not of one that the system trusts.
   */
  caCertificate?: string;
  /**
   * Left out, the server is used without signing in.
   */
  username?: string;
  /**
   * In the configuration file as secret://NAME or ${NAME}.
   */
  password?: string;
  /**
   * Address that mail comes from: governance@example.com.
   */
  from: string;
  fromName: string;
}
