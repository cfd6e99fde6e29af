-- What the data access layer reads and writes. The primary has the tables; a streaming replica follows by itself.
create table if not exists features (
  entity_id text not null,
  feature_name text not null,
  feature_value real not null,
  primary key (entity_id, feature_name)
);

create table if not exists predictions (
  entity_id text not null,
  model_version text not null,
  score_name text not null,
  score_value real not null
);
