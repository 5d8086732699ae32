# Sourced by install and build: where things are, and how to speak to the person who started them.
# shellcheck shell=bash disable=SC2034

# Directory of the scripts, of the checkout, and of what install downloads and builds.
toolchain_dir=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
checkout=$(cd -P "$toolchain_dir/.." && pwd)
cache_dir=${XDG_CACHE_HOME:-$HOME/.cache}/glowsol-oracle
SBF_HOME=${SBF_HOME:-$cache_dir/sbf}

# Debian's compiler, by full path: a rustup toolchain earlier in PATH is another version than the library source.
debian_rustc=/usr/bin/rustc
debian_cargo=/usr/bin/cargo

say() { printf 'sbf: %s\n' "$*" >&2; }
die() { printf 'sbf: error: %s\n' "$*" >&2; exit 1; }

# Content key of the library source a compiler needs: changes with the compiler and with the patch.
std_key() { { "$debian_rustc" -vV && cat "$toolchain_dir/debian/std-solana.patch"; } | sha256sum | cut -c1-16; }

# Which compiler to use: the one asked for, else Solana's own where it is installed, else Debian's.
backend() {
  case "${SBF_BACKEND:-}" in
    platform-tools | debian) printf '%s\n' "$SBF_BACKEND" ;;
    "") if cargo build-sbf --version >/dev/null 2>&1; then echo platform-tools; else echo debian; fi ;;
    *) die "SBF_BACKEND is '$SBF_BACKEND': it is 'platform-tools' or 'debian'." ;;
  esac
}
