-- Has the session remember a mark. :value text.
SELECT set_config('mockforge_analytics.mark', :value, FALSE);
