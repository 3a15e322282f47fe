/** A doc model of a few declarations, in the form in which api-extractor writes it. */
export const smallModel = {
  kind: 'Package',
  members: [
    {
      kind: 'EntryPoint',
      members: [
        {
          kind: 'Interface',
          name: 'Plugin',
          canonicalReference: '@datawave/plugin-sdk!Plugin:interface',
          docComment: '/**\n * What a plugin is. See {@link Plugin.run}.\n *\n * @public\n */\n',
          excerptTokens: [{ kind: 'Content', text: 'export interface Plugin ' }],
          fileUrlPath: 'types/plugin-sdk/src/plugin.d.ts',
          members: [
            {
              kind: 'MethodSignature',
              name: 'run',
              canonicalReference: '@datawave/plugin-sdk!Plugin#run:member(1)',
              docComment: '/**\n * Runs it.\n *\n * @throws\n *\n * DataWaveError DW_PLUGIN_CYCLE\n */\n',
              excerptTokens: [
                { kind: 'Content', text: 'run(other: ' },
                {
                  kind: 'Reference',
                  text: 'Plugin',
                  canonicalReference: '@datawave/plugin-sdk!Plugin:interface',
                },
                { kind: 'Content', text: '): void;' },
              ],
            },
          ],
        },
        {
          kind: 'Function',
          name: 'old',
          canonicalReference: '@datawave/plugin-sdk!old:function(1)',
          docComment:
            '/**\n * Does something.\n *\n * @example\n * ```ts\n * old();\n * ```\n *\n * @deprecated\n *\n * Since 0.1.0. Use {@link Plugin}.\n *\n * @public\n */\n',
          excerptTokens: [{ kind: 'Content', text: 'export declare function old(): void;' }],
          fileUrlPath: 'types/plugin-sdk/src/plugin.d.ts',
        },
      ],
    },
  ],
};
