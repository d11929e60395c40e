package practice

import "slices"

// A Scenario is one way in which the server treats a connection: a row of the table.
type Scenario struct {
	Path   string  // path in the request target, such as "/countdown"
	Title  string  // a few words
	Does   string  // what the server does, in whole sentences
	Watch  string  // what to observe or to try, in whole sentences
	Ref    string  // section with the rule that the scenario follows or breaks, such as "RFC 9112 §6.3"
	Group  Group   // part of the table
	Params []Param // parameters that the query can set

	// Keywords are words that people search for and that the scenario's other texts do
	// not contain: symptoms, program names, words from logs.
	Keywords string

	order order // the required order of two parameters

	// takesName is set if a name may follow the path, as in /till/sale-7.
	takesName bool

	// foreign is set if the query may have unknown parameters. The response shows them.
	foreign bool

	play func(*exchange)

	// playsFirst is set if play runs before the request content is read. If play does not
	// read the content, the server closes the connection.
	playsFirst bool
}

// A Group is a part of the table. Its value is that part's heading.
type Group string

// The groups, in teaching order.
const (
	GroupFraming     Group = "Where a message ends"
	GroupPersistence Group = "What keeps a connection open"
	GroupHints       Group = "Keep-Alive hints that are wrong"
	GroupIdle        Group = "Idle connections"
	GroupClosing     Group = "Ends too early"
	GroupLengths     Group = "Wrong lengths"
	GroupChunks      Group = "Invalid chunks"
	GroupLines       Group = "Invalid lines"
	GroupHostile     Group = "Slow, endless, hostile"
	GroupDialects    Group = "Servers: how they behave"
)

// groups holds all groups, in teaching order.
var groups = []Group{GroupFraming, GroupPersistence, GroupHints, GroupIdle, GroupClosing,
	GroupLengths, GroupChunks, GroupLines, GroupHostile, GroupDialects}

// Scenarios returns all scenarios, in teaching order. The caller may change the slice.
func Scenarios() []Scenario {
	all := slices.Concat(
		framingScenarios(),
		codingScenarios(),
		interimScenarios(),
		persistenceScenarios(),
		pipeliningScenarios(),
		http10Scenarios(),
		hintScenarios(),
		maxScenarios(),
		closeOptionScenarios(),
		idleScenarios(),
		lazyClockScenarios(),
		workerScenarios(),
		unsolicitedScenarios(),
		closingScenarios(),
		tlsClosingScenarios(),
		tillScenarios(),
		faultyLengthScenarios(),
		bodilessScenarios(),
		faultyChunkScenarios(),
		faultyCodingScenarios(),
		faultyLineScenarios(),
		statusLineScenarios(),
		slowScenarios(),
		endlessScenarios(),
		apacheScenarios(),
		nginxScenarios(),
		nodeScenarios(),
		javaScenarios(),
		pythonScenarios(),
		otherDialects(),
		leftOverScenarios(),
		descriptionScenarios(),
		optionScenarios(),
		requestSideScenarios(),
		gatewayScenarios(),
	)
	slices.SortStableFunc(all, func(a, b Scenario) int { return slices.Index(groups, a.Group) - slices.Index(groups, b.Group) })
	return all
}
