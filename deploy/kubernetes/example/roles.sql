-- The roles of the services, in a database of the product's own. Run it there as a superuser, or as the database's owner with
-- CREATEROLE; it may be repeated. No role has a password until it is given one, without which nobody signs in as it:
--   ALTER ROLE token_admin PASSWORD '…';
--
--   token_admin, mdm_push               what the services run as: they read and write rows, and change no table
--   token_admin_owner, mdm_push_owner   what migrations run as: each owns the tables of its service's schema
DO $$
DECLARE
  here text := current_database();
  its_name text;
  its_owner text;
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', here);
  REVOKE ALL ON SCHEMA public FROM PUBLIC;
  FOREACH its_name IN ARRAY ARRAY['token_admin', 'token_admin_owner', 'mdm_push', 'mdm_push_owner'] LOOP
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = its_name) THEN
      EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT', its_name);
    END IF;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', here, its_name);
  END LOOP;
  FOREACH its_name IN ARRAY ARRAY['token_admin', 'mdm_push'] LOOP
    its_owner := its_name || '_owner';
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = its_name) THEN
      EXECUTE format('GRANT %I TO CURRENT_USER', its_owner);
      EXECUTE format('CREATE SCHEMA %I AUTHORIZATION %I', its_name, its_owner);
      EXECUTE format('REVOKE %I FROM CURRENT_USER', its_owner);
    END IF;
  END LOOP;
END
$$;
