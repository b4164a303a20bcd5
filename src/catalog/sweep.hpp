#pragma once
// Removes what nothing needs any more, in small transactions, whenever it is called: expired uploads with
// their drafts, incoming files without an upload, blobs no row names. And takes up what a killed server left
// one step short: uploads whose bytes are all here. Repeating it is harmless; killed anywhere, the next call
// goes on. Called by one thread at a time.
#include <functional>

#include "catalog/ports.hpp"
#include "catalog/uploads.hpp"
#include "ports/blob_store.hpp"
#include "ports/clock.hpp"

namespace vitrine::catalog {

class Sweep {
 public:
  struct Needs {
    ports::Record& record;
    VideoStore& videos;
    UploadStore& upload_rows;
    IncomingFiles& files;
    Uploads& uploads;
    ports::BlobStore& blobs;
    const ports::Clock& clock;
    /// Other owners of blobs (avatars): whether one of them names it. None: nobody else does.
    std::function<Result<bool>(Transaction&, const BlobKey&)> named_elsewhere = nullptr;
  };
  explicit Sweep(Needs needs) : needs_(std::move(needs)) {}

  struct Swept {
    int completed = 0;  ///< uploads that were one step short
    int expired = 0;
    int files = 0;
    int blobs = 0;
    int orphans = 0;  ///< blobs found without a name; they go in a day unless one turns up
  };

  /// At start, before uploads are taken: what is one step short, and what often() does.
  Result<Swept> start();
  /// Every minute: expired uploads and garbage that is due.
  Result<Swept> often();
  /// Once a day: every stored blob and every incoming file is looked up.
  Result<Swept> daily();

 private:
  Result<int> complete_full();
  Result<int> expire();
  Result<int> remove_files();
  Result<int> remove_garbage();
  Result<int> find_orphans();
  Result<bool> is_named(Transaction& tx, const BlobKey& blob);
  Needs needs_;
};

}  // namespace vitrine::catalog
