"""Twists of policies (RFC 5280 6.1.1 (c), (e) to (g), 6.1.3 (d) to (f), 6.1.4 (a), (b), (h) to (j), 6.1.5 (a), (b), (g))."""

from pki import ANY_POLICY, POLICIES
from twists import twist


def some_policies(random):
    if random.random() < 0.12:
        return None
    chosen = random.sample(POLICIES[:3], random.choice([1, 1, 2, 3]))
    if random.random() < 0.25:
        chosen.append(ANY_POLICY)
    return [ANY_POLICY] if random.random() < 0.15 else chosen


@twist(14)
def policies_everywhere(case, random):
    """Every certificate says something, with mappings and counters here and there."""
    for one in case.chain:
        one.policies = some_policies(random)
        one.policies_critical = random.random() < 0.3
    for one in case.cas:
        if random.random() < 0.4:
            add_mappings(one, random)
        if random.random() < 0.2:
            add_constraint(case, one, random)
    draw_inputs(case, random)
    case.say("policies:everywhere")


@twist(4, needs_ca=True)
def policy_mapping(case, random):
    one = random.choice(case.cas)
    one.policies = one.policies or [POLICIES[0]]
    add_mappings(one, random)
    if random.random() < 0.6:
        case.end_entity.policies = [random.choice(POLICIES)]
    draw_inputs(case, random)
    case.say("policies:mapping")


@twist(4)
def policy_constraint(case, random):
    add_constraint(case, random.choice(case.chain), random)


@twist(3)
def one_certificates_policies(case, random):
    one = random.choice(case.chain)
    one.policies = some_policies(random)
    case.say("policies:of-one")


@twist(3)
def policy_inputs(case, random):
    draw_inputs(case, random)
    case.say("policies:inputs")


@twist(1)
def policy_twice(case, random):
    """4.2.1.4: an identifier must not appear more than once."""
    one = random.choice(case.chain)
    one.policies = (one.policies or [POLICIES[0]])[:1] * 2
    case.say("policies:twice")


def add_mappings(one, random):
    for _ in range(random.choice([1, 1, 2])):
        source = random.choice(one.policies or POLICIES[:2])
        if source == ANY_POLICY and random.random() < 0.8:
            source = POLICIES[0]
        target = ANY_POLICY if random.random() < 0.05 else random.choice(POLICIES)
        one.mappings.append((source, target))


def add_constraint(case, one, random):
    count = random.choice([0, 0, 1, 2])
    kind = random.choice(["require-explicit", "inhibit-mapping", "inhibit-any", "both"])
    if kind in ("require-explicit", "both"):
        one.require_explicit_policy = count
    if kind in ("inhibit-mapping", "both"):
        one.inhibit_policy_mapping = random.choice([0, 1])
    if kind == "inhibit-any":
        one.inhibit_any_policy = count
    where = "end-entity" if one is case.end_entity else "ca"
    case.say(f"policy-constraint:{where}:{kind}:{count}")


def draw_inputs(case, random):
    inputs = case.inputs
    inputs.initial = random.choice(
        [None, None, [POLICIES[0]], POLICIES[:2], [POLICIES[1]], [POLICIES[3]], [ANY_POLICY]]
    )
    inputs.explicit = random.random() < 0.5
    inputs.inhibit_mapping = random.random() < 0.2
    inputs.inhibit_any = random.random() < 0.2


def policy_facts(case):
    """What explanations need to know, whichever twist made it."""
    for one in case.cas:
        mapped = {policy for pair in one.mappings for policy in pair}
        if ANY_POLICY in mapped:
            case.say(f"mapping-of-any-policy:{'with' if one.policies else 'without'}-policies")
        if ANY_POLICY in (one.policies or []) and {source for source, _ in one.mappings} - set(one.policies):
            case.say("mapping:under-any-policy")
        # Several policies of this certificate lead to one of the next.
        targets = [target for source, target in set(one.mappings)]
        unmapped = set(one.policies or []) - {source for source, _ in one.mappings}
        if len(targets) != len(set(targets)) or unmapped & set(targets) or ANY_POLICY in mapped:
            case.say("mapping:two-to-one")
