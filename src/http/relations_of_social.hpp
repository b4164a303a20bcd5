#pragma once
// How a viewer stands to authors, as the catalog asks it, answered by social. Thread-safe.
#include "catalog/ports.hpp"
#include "social/ports.hpp"

namespace vitrine::http {

class RelationsOfSocial final : public catalog::Relations {
 public:
  explicit RelationsOfSocial(social::RelationStore& relations) : relations_(relations) {}
  base::Result<std::vector<catalog::Relation>> of(ports::Transaction& tx, model::AccountId viewer,
                                                  std::span<const model::AccountId> authors) override {
    TRY_LET(const auto known, relations_.of(tx, viewer, authors));
    std::vector<catalog::Relation> relations;
    relations.reserve(known.size());
    for (const auto& one : known) relations.push_back({.follows = one.follows, .blocked = one.apart()});
    return relations;
  }

 private:
  social::RelationStore& relations_;
};

}  // namespace vitrine::http
