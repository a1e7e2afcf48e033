# shellcheck shell=bash disable=SC2154 # work is the caller's
# The proofs that nothing acknowledged is lost, for .ci/run and .ci/long: they have a folder $work, and say fail why.

# durability KILLS prints what each proof found, and fails if one fails or is skipped. The program is killed so often.
durability() {
	local proofs='^Test(PutBack|ASidecar|Answers|TwoSessionsAnswer|AJournalThatIs|PowerCuts|EveryCall|AFolderThatCannot|Sixteen|EveryFlippedBit|Damage|Killed|Terminal(FullDisk|Hangup|Panic))' rc=0
	PIZHU_KILLS=$1 go test -count=1 -timeout 8h -v -run "$proofs" ./annotate/session ./annotate/store ./annotate/sidecar ./ui >"$work/durability" 2>&1 || rc=$?
	if ((rc != 0)) || grep -q '^ *--- SKIP' "$work/durability"; then
		cat "$work/durability"
		fail 'a proof failed or was skipped'
	fi
	grep -E '^(--- PASS|    [a-z0-9_]+_test\.go:)' "$work/durability"
}
