# shellcheck shell=bash disable=SC2154 # work is the caller's
# The fuzz targets, for .ci/run and .ci/long: they have a folder $work for what is of no use later, and say fail why.

# fuzz_all TOTAL MOST LEAST WANTED runs every fuzz target: for TOTAL seconds together and MOST at most each, then on until
# it made WANTED runs. A target of less than LEAST runs fails: it fuzzes nothing.
fuzz_all() {
	local total=$1 most=$2 least=$3 wanted=$4
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
	echo "${#targets[@]} targets, $seconds s each, at least $((least > wanted ? least : wanted)) runs"
	for target in "${targets[@]}"; do
		# shellcheck disable=SC2086 # a package and a name
		fuzz_target $target "$seconds" "$least" "$wanted" || broken+=("${target#* }")
	done
	((${#broken[@]} == 0)) || fail "failed: ${broken[*]}"
}

# fuzz_target PACKAGE NAME SECONDS LEAST WANTED fuzzes for a time, longer where that is too short for LEAST runs, then for
# the runs that are still wanted.
fuzz_target() {
	local runs=0 missing
	fuzz_for "$1" "$2" "${3}s" || return 1
	if ((runs < $4)); then # on a busy machine
		fuzz_for "$1" "$2" "$((4 * $3))s" || return 1
	fi
	missing=$(($5 - runs))
	if ((missing > 0)); then
		fuzz_for "$1" "$2" "${missing}x" || return 1
	fi
	echo "$1 $2: $runs runs"
	if ((runs < $4)); then
		echo "$1 $2: less than $4 runs"
		return 1
	fi
}

# fuzz_for PACKAGE NAME TIME fuzzes once, and adds to runs, the caller's, how often the target ran. What is found is not
# made smaller for long: else the minute that go takes for each input leaves no time to fuzz. It tries a second time
# when the first ended in the race of Go 1.26 between a target and the end of its time (https://go.dev/issue/75804).
fuzz_for() {
	local try rc made
	for try in 1 2; do
		rc=0
		go test -run='^$' -fuzz="^$2\$" -fuzztime="$3" -fuzzminimizetime=5x "$1" >"$work/fuzz" 2>&1 || rc=$?
		made=$(sed -n 's/^fuzz: elapsed: .* execs: \([0-9]*\).*/\1/p' "$work/fuzz" | tail -n 1)
		runs=$((runs + ${made:-0}))
		((rc != 0)) || return 0
		if ((try == 2)) || grep -q 'Failing input written' "$work/fuzz" || ! grep -q 'context deadline exceeded' "$work/fuzz"; then
			cat "$work/fuzz"
			return 1
		fi
	done
}
