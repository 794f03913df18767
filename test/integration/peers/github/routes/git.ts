import { listed, notFound, Refusal, whole } from '../answer.js';
import { blobSha, entriesOf, filesOf, foldersOf, treeSha } from '../files.js';
import { branchesOf, commitAt, commitsOf } from '../history.js';
import { at, type RepositoryCall, repositoryRoute, type Routes } from '../route.js';
import { commit } from '../shapes/commit.js';
import { contentEntry, contentFile } from '../shapes/content.js';
import { repositoryUrl } from '../shapes/repository.js';
import { defaultBranchOf, nodeId } from '../world.js';

const contents = { permission: 'contents:read', publicToo: true } as const;

/** A blob over 100 MB is refused, and one over 1 MB has no content in `contents/`. */
const largestContentBytes = 1_048_576;

export const gitRoutes: Routes = {
  'GET /repos/{owner}/{repo}/commits': repositoryRoute(contents, commits),
  'GET /repos/{owner}/{repo}/commits/{ref}': repositoryRoute(contents, (call) => {
    refuseEmpty(call);
    const found = commitAt(call.place.repository, at(call, 'ref'));
    if (found === undefined) throw noCommit(at(call, 'ref'));
    return whole(commit(call.api, call.place, found.commit, filesOf(call.place.repository, found.branch)));
  }),
  'GET /repos/{owner}/{repo}/contents/{path}': repositoryRoute(contents, content),
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': repositoryRoute(contents, tree),
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': repositoryRoute(contents, blob),
};

export function refuseEmpty({ place: { repository } }: RepositoryCall): void {
  if (repository.empty === true) throw new Refusal(409, 'Git Repository is empty.');
}

export function noCommit(ref: string): Refusal {
  return new Refusal(422, `No commit found for SHA: ${ref}`);
}

function commits(call: RepositoryCall) {
  refuseEmpty(call);
  const { api, place, query } = call;
  const { repository } = place;
  const found = commitAt(repository, query.get('sha') ?? defaultBranchOf(repository));
  if (found === undefined) throw notFound();
  const all = commitsOf(repository, found.branch);
  const start = all.findIndex(({ sha }) => sha === found.commit.sha);
  const since = Date.parse(query.get('since') ?? '1970-01-01T00:00:00Z');
  const until = Date.parse(query.get('until') ?? '9999-01-01T00:00:00Z');
  const author = query.get('author');
  const within = all
    .slice(start < 0 ? all.length : start)
    .filter(({ committedAt }) => Date.parse(committedAt) >= since && Date.parse(committedAt) <= until)
    .filter((one) => author === null || one.author === author);
  return listed(within, (one) => commit(api, place, one, filesOf(repository, found.branch)));
}

function content(call: RepositoryCall) {
  const { api, place, query } = call;
  const { repository } = place;
  if (repository.empty === true) throw notFound('This repository is empty.');
  const ref = query.get('ref') ?? defaultBranchOf(repository);
  const found = commitAt(repository, ref);
  if (found === undefined) throw notFound(`No commit found for the ref ${ref}`);
  const files = filesOf(repository, found.branch);
  const path = at(call, 'path').replace(/\/$/, '');
  const text = files[path];
  if (text !== undefined) {
    if (call.accept.includes('raw')) {
      return { ...whole(text), mediaType: 'application/vnd.github.raw+json' } as const;
    }
    return whole(contentFile(api, place, { path, ref, text, isLarge: Buffer.byteLength(text) > largestContentBytes }));
  }
  if (!foldersOf(files).includes(path)) throw notFound();
  const start = path === '' ? '' : `${path}/`;
  return whole(
    entriesOf(files, path, false).map((entry) =>
      contentEntry(api, place, { ...entry, path: `${start}${entry.path}` }, ref),
    ),
  );
}

function tree(call: RepositoryCall) {
  refuseEmpty(call);
  const { api, place, query } = call;
  const { repository } = place;
  const wanted = at(call, 'tree_sha');
  const { files, folder, sha } = treeAt(call, wanted);
  const url = `${repositoryUrl(api, place)}/git`;
  return whole({
    sha,
    url: `${url}/trees/${sha}`,
    truncated: repository.truncatedTrees === true && query.has('recursive'),
    tree: entriesOf(files, folder, query.has('recursive')).map((entry) => ({
      path: entry.path,
      mode: entry.type === 'tree' ? '040000' : '100644',
      type: entry.type,
      sha: entry.sha,
      ...(entry.type === 'blob' ? { size: entry.size } : {}),
      url: `${url}/${entry.type}s/${entry.sha}`,
    })),
  });
}

/** A tree by its own sha, by a commit's or by a branch. */
function treeAt({ place: { repository } }: RepositoryCall, wanted: string) {
  const byRef = commitAt(repository, wanted);
  if (byRef !== undefined) {
    const files = filesOf(repository, byRef.branch);
    return { files, folder: '', sha: treeSha(files, '') };
  }
  for (const branch of branchesOf(repository)) {
    const files = filesOf(repository, branch);
    const folder = foldersOf(files).find((path) => treeSha(files, path) === wanted);
    if (folder !== undefined) return { files, folder, sha: wanted };
  }
  throw notFound();
}

function blob(call: RepositoryCall) {
  refuseEmpty(call);
  const { api, place } = call;
  const { repository } = place;
  const sha = at(call, 'file_sha');
  const text = branchesOf(repository)
    .flatMap((branch) => Object.values(filesOf(repository, branch)))
    .find((one) => blobSha(one) === sha);
  if (text === undefined) throw notFound();
  return whole({
    sha,
    node_id: nodeId('B', sha),
    size: Buffer.byteLength(text),
    url: `${repositoryUrl(api, place)}/git/blobs/${sha}`,
    content: Buffer.from(text).toString('base64'),
    encoding: 'base64',
  });
}
