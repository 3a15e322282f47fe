import { type SqlFragment, sql } from '@datawave/plugin-sdk';

/** A listing as JSON, of a row `p` of plugins and `u` of its publisher. */
export const LISTING: SqlFragment = sql`jsonb_build_object(
  'name', p.name, 'id', p.plugin_id, 'title', p.title, 'description', p.description, 'kinds', to_jsonb(p.kinds),
  'version', p.version, 'sdk', p.sdk,
  'publisher', jsonb_build_object('id', u.id, 'title', u.title, 'verified', p.verified),
  'permissions', to_jsonb(p.permissions), 'needs', p.needs, 'downloads', p.downloads,
  'rating', jsonb_build_object('mean', case when p.rating_count > 0 then round(p.rating_sum::numeric / p.rating_count, 2) end, 'count', p.rating_count),
  'updatedAt', ${sql.isoTime(sql`p.updated_at`)}, 'revoked', p.revoked)`;
