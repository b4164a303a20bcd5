# What every target is compiled with. `vitrine_flags` carries it; nothing else sets a warning or a sanitizer.
add_library(vitrine_flags INTERFACE)
target_compile_features(vitrine_flags INTERFACE cxx_std_23)
target_compile_options(vitrine_flags INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Werror>
  -fPIE -fno-plt -fstack-protector-strong
  # The fold and the feed must give the same bits everywhere: no fused multiply-add behind our back.
  -ffp-contract=off)
target_compile_definitions(vitrine_flags INTERFACE _GLIBCXX_ASSERTIONS)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports moved-from optionals and Asio's awaitables wrongly.
  target_compile_options(vitrine_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-maybe-uninitialized
    -Wno-mismatched-new-delete -Wno-restrict>)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # Only the fuzzers. g++ is the judge of warnings: clang calls more things a shadow, and libstdc++'s own use of
  # what it deprecates a fault of ours.
  target_compile_options(vitrine_flags INTERFACE -Wno-shadow -Wno-deprecated-declarations)
endif()
set(VITRINE_OPTIMISE "" CACHE STRING "what all of a release is optimised with: tools/replay_matrix.sh tries several. \
Empty: -O2, and -O3 where the feed is learned and judged, which takes the whole twice as long to build for nothing elsewhere")
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  separate_arguments(optimise UNIX_COMMAND "${VITRINE_OPTIMISE}")
  if(NOT optimise)
    set(optimise -O2)
  endif()
  target_compile_options(vitrine_flags INTERFACE ${optimise} -g1)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Inlined string concatenation looks out of bounds to g++ 12 (GCC bug 105651); the dev build checks for real.
    target_compile_options(vitrine_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-array-bounds
      -Wno-stringop-overflow -Wno-stringop-overread>)
  endif()
  target_compile_definitions(vitrine_flags INTERFACE _FORTIFY_SOURCE=2)
else()
  target_compile_options(vitrine_flags INTERFACE -O1 -g1)
endif()
if(VITRINE_SANITIZE)
  string(REPLACE ";" "," sanitizers "${VITRINE_SANITIZE}")
  target_compile_options(vitrine_flags INTERFACE -fsanitize=${sanitizers} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(vitrine_flags INTERFACE -fsanitize=${sanitizers})
  if(VITRINE_SANITIZE MATCHES "thread")
    target_compile_options(vitrine_flags INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-tsan>)
  endif()
endif()
if(VITRINE_FUZZ)
  target_compile_options(vitrine_flags INTERFACE -fsanitize=fuzzer-no-link,address,undefined)
  target_link_options(vitrine_flags INTERFACE -fsanitize=address,undefined)
endif()
if(MOLD)
  target_link_options(vitrine_flags INTERFACE -fuse-ld=mold)
endif()
target_link_options(vitrine_flags INTERFACE -Wl,-z,relro,-z,now -pie)
target_link_libraries(vitrine_flags INTERFACE Threads::Threads)
