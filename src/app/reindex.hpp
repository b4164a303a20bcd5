#pragma once
// The search index is a copy: made again when the way it is made has changed, or when somebody asks.
#include "app/foundation.hpp"

namespace vitrine::app {

/// Writes every entry again, a few hundred a transaction, so others can work meanwhile; may be stopped and
/// begun anew at any point. The number of videos that can be found. Cost: about a millisecond for each.
base::Result<std::int64_t> reindex(Foundation& foundation);

/// The same, if the index was made by another version of catalog::search_version. 0 when it was not needed.
base::Result<std::int64_t> reindex_if_older(Foundation& foundation);

}  // namespace vitrine::app
