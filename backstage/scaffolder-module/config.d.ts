export interface Config {
  /** Configuration of Argo Workflows; `name`, `baseUrl` and `token` are those of the community plugin. */
  argoWorkflows?: {
    /**
     * Instance that is used where none is named; by default the first one.
     * @visibility backend
     */
    defaultInstance?: string;
    instances?: Array<{
      /**
       * Unique name of the instance; templates choose an instance by it.
       * @visibility backend
       */
      name: string;
      /**
       * Address of Argo's server as the backend reaches it, such as http://argo-workflows-server.argo.svc:2746.
       * @visibility backend
       */
      baseUrl?: string;
      /**
       * Kubernetes token of the service account that acts for Backstage, without "Bearer ".
       * @visibility secret
       */
      token?: string;
      /**
       * File with that token, read again for each request; for tokens that Kubernetes renews. Instead of `token`.
       * @visibility backend
       */
      tokenFile?: string;
      /**
       * Address of Argo's user interface as people reach it, for links; by default `baseUrl`.
       * @visibility backend
       */
      uiUrl?: string;
      /**
       * Namespaces that actions may use; `*` stands for any characters. By default all that the token may use.
       * @visibility backend
       */
      allowedNamespaces?: string[];
      /**
       * Templates that actions may run: a name, or kind/name; `*` stands for any characters. By default all.
       * @visibility backend
       */
      allowedTemplates?: string[];
    }>;
  };
}
