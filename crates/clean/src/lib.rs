//! Flow to Flow: takes out what the site added, repairs what the road broke.
