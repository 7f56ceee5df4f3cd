export interface Config {
  /** Configuration of Argo Workflows. It shares `name`, `baseUrl` and `token` with the community plugin. */
  argoWorkflows?: {
    /**
     * Instance for actions that name none. Default: the first one.
     * @visibility backend
     */
    defaultInstance?: string;
    instances?: Array<{
      /**
       * Unique name of the instance, by which templates select it.
       * @visibility backend
       */
      name: string;
      /**
       * Address at which the backend reaches Argo's server, such as http://argo-workflows-server.argo.svc:2746.
       * @visibility backend
       */
      baseUrl?: string;
      /**
       * Kubernetes token for namespaces without a token of their own, and for requests in no namespace, without "Bearer ".
       * @visibility secret
       */
      token?: string;
      /**
       * File with that token, instead of `token`. It is read for each request, for tokens that Kubernetes renews.
       * @visibility backend
       */
      tokenFile?: string;
      /**
       * Address at which people reach Argo's UI, for links. Default: `baseUrl`.
       * @visibility backend
       */
      uiUrl?: string;
      /**
       * Who may do what in which namespace. Without an entry nobody may use the instance.
       * @visibility backend
       */
      access?: Array<{
        /**
         * Name of the namespace.
         * @visibility backend
         */
        namespace: string;
        /**
         * Entity references of groups, such as group:default/backend. A person is in the groups that their sign-in gives.
         * @visibility backend
         */
        groups: string[];
        /**
         * Templates, as in `allowedTemplates`. A workflow belongs to the template from which it was made. Default: all.
         * @visibility backend
         */
        templates?: string[];
        /**
         * `run` submits templates, `read` reads and awaits workflows, `end` terminates them. Default: run and read.
         * @visibility backend
         */
        may?: Array<"run" | "read" | "end">;
      }>;
      /**
       * Domain of people's email addresses, if Argo's login names people by these. It completes the label that says who
       * started a workflow: jane becomes jane@example.com. Default: the user's name alone.
       * @visibility backend
       */
      userDomain?: string;
      /**
       * Tokens for single namespaces, which are used there instead of the instance's token.
       * @visibility backend
       */
      namespaceTokens?: Array<{
        /**
         * Name of the namespace.
         * @visibility backend
         */
        namespace: string;
        /**
         * Kubernetes token for the namespace, without "Bearer ".
         * @visibility secret
         */
        token?: string;
        /**
         * File with that token, instead of `token`.
         * @visibility backend
         */
        tokenFile?: string;
      }>;
      /**
       * Namespaces that actions may use; `*` matches any characters. Default: all namespaces that the token may use.
       * @visibility backend
       */
      allowedNamespaces?: string[];
      /**
       * Templates that actions may run: a name, or kind/name; `*` matches any characters. Default: all templates.
       * @visibility backend
       */
      allowedTemplates?: string[];
    }>;
  };
}
