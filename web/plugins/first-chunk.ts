/**
 * Everything the entry imports without import() goes into one file: a dozen small ones, cut out because some lazy page
 * shares them, cost a fifth more bytes and a request each on the first load.
 */
interface ModuleInfo {
  isEntry: boolean;
  importers: readonly string[];
}

interface Context {
  getModuleInfo(id: string): ModuleInfo | null;
}

const known = new Map<string, boolean>();

function isFirst(id: string, context: Context, path: Set<string>): boolean {
  const answer = known.get(id);
  if (answer !== undefined) return answer;
  if (path.has(id)) return false;
  path.add(id);
  const info = context.getModuleInfo(id);
  const first =
    info !== null && (info.isEntry || info.importers.some((from) => isFirst(from, context, path)));
  path.delete(id);
  // Inside a circle "no" may only mean "not by this way"; such an answer is not kept.
  if (first || path.size === 0) known.set(id, first);
  return first;
}

/**
 * The words that the list of routes needs for its titles come with it in any case; a file each, they would only be so
 * many more names in the first one.
 */
function isOfRoutes(id: string, context: Context): boolean {
  if (!/\/i18n\/messages\/[^/]+\.ts$/.test(id)) return false;
  const importers = context.getModuleInfo(id)?.importers ?? [];
  return importers.some((from) => from.includes('/src/routes/') || isOfRoutes(from, context));
}

export const firstChunk = {
  groups: [
    {
      name: (id: string, context: Context) =>
        isFirst(id, context, new Set()) ? 'first' : isOfRoutes(id, context) ? 'routes' : null,
    },
  ],
};
