# shellcheck shell=bash disable=SC2154 # work is the caller's
# The fuzz targets, for .ci/run and .ci/long: they have a folder $work for what is of no use later, and say fail why.

# fuzz_all TOTAL MOST runs every fuzz target: for TOTAL seconds together, and for MOST at most each.
fuzz_all() {
	local total=$1 most=$2
	local targets=() names=() broken=() first package name target seconds
	go test -list '^Fuzz' ./... >"$work/list" || fail 'go test -list failed'
	while read -r first package _; do # the names of a package's targets, each on a line, then "ok package seconds"
		case $first in
		Fuzz*) names+=("$first") ;;
		ok)
			for name in "${names[@]}"; do targets+=("$package $name"); done
			names=()
			;;
		esac
	done <"$work/list"
	((${#targets[@]} > 0)) || fail 'there is no fuzz target'
	seconds=$((total / ${#targets[@]}))
	seconds=$((seconds < 1 ? 1 : seconds > most ? most : seconds))
	echo "${#targets[@]} targets, $seconds s each"
	for target in "${targets[@]}"; do
		# shellcheck disable=SC2086 # a package and a name
		fuzz_target $target "$seconds" || broken+=("${target#* }")
	done
	((${#broken[@]} == 0)) || fail "failed: ${broken[*]}"
}

# fuzz_target PACKAGE NAME SECONDS tries a second time when the first ended in the race of Go 1.26 between a target
# and the end of its time (https://go.dev/issue/75804).
fuzz_target() {
	local try
	for try in 1 2; do
		if go test -run='^$' -fuzz="^$2\$" -fuzztime="${3}s" "$1" >"$work/fuzz" 2>&1; then
			echo "$1 $2: $(grep '^fuzz: elapsed' "$work/fuzz" | tail -n 1)"
			return 0
		fi
		if ((try == 2)) || grep -q 'Failing input written' "$work/fuzz" || ! grep -q 'context deadline exceeded' "$work/fuzz"; then
			cat "$work/fuzz"
			return 1
		fi
	done
}
