import { blobSha, type Entry } from '../files.js';
import type { Place } from '../world.js';
import { repositoryUrl, siteUrl } from './repository.js';

interface FileSeed {
  readonly path: string;
  readonly ref: string;
  readonly text: string;
  readonly isLarge: boolean;
}

/** A file; over 1 MB GitHub gives its metadata, with `none` for the encoding and no content. */
export function contentFile(api: string, place: Place, { path, ref, text, isLarge }: FileSeed) {
  const size = Buffer.byteLength(text);
  const encoded = Buffer.from(text).toString('base64').replaceAll(/.{60}/g, '$&\n');
  return {
    ...contentEntry(api, place, { path, type: 'blob', sha: blobSha(text), size }, ref),
    encoding: isLarge ? 'none' : 'base64',
    content: isLarge ? '' : `${encoded}\n`,
  };
}

export function contentEntry(api: string, place: Place, { path, type, sha, size }: Entry, ref: string) {
  const escaped = path.split('/').map(encodeURIComponent).join('/');
  const self = `${repositoryUrl(api, place)}/contents/${escaped}?ref=${encodeURIComponent(ref)}`;
  const git = `${repositoryUrl(api, place)}/git/${type}s/${sha}`;
  const html = `${siteUrl(place)}/${type}/${encodeURIComponent(ref)}/${escaped}`;
  return {
    type: type === 'tree' ? 'dir' : 'file',
    size,
    name: path.split('/').at(-1) ?? path,
    path,
    sha,
    url: self,
    git_url: git,
    html_url: html,
    download_url: type === 'tree' ? null : `https://raw.githubusercontent.com/${escaped}`,
    _links: { self, git, html },
  };
}
