SELECT page_size, application_id, user_version
FROM pragma_page_size, pragma_application_id, pragma_user_version;
