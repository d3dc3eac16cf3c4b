"""The method, generated from the constants of the rule in force."""

from __future__ import annotations

import strawberry

from api.policy import told
from core.bulletin.figures import UNSTABLE_BELOW
from core.disclosure import FINEST_GRAIN, FINEST_GRAIN_AGREED, RULE, noise_law
from core.filters import DIMENSIONS_OF, Dimension
from core.periods import Grain
from core.vocabulary import Unit


@strawberry.type(description="How likely each deviation is for counts of 3 and more.")
class NoiseStep:
    noise: int = told("What is added to a count, in the unit counted.")
    probability: float = told("Probability, 0 to 1.")


@strawberry.type(description="What a unit may be grouped and filtered by.")
class UnitDimensions:
    unit: Unit = told("What is counted.")
    dimensions: list[Dimension] = told("Its dimensions.")


@strawberry.type(description="The disclosure rule in force, read from the code's own constants.")
class Method:
    rule_version: str = told("Changes when any constant does.")
    threshold: int = told("k, in the unit counted: true and shown count must both reach it.")
    variance: float = told("Variance of the noise, in squared units counted; its mean is 0.")
    largest_noise: int = told("In the unit counted: no value is further from the true count.")
    dominance: float = told("Share, 0 to 1, from which a sensitive split is withheld.")
    most_dimensions: int = told("Number of dimensions of a question, the period included.")
    finest_grain: list[Grain] = told("Finest time band with 0, 1 and 2 other dimensions.")
    finest_grain_agreed: list[Grain] = told(
        "The same for partners under an agreement and for cleared staff."
    )
    largest_difference_noise: int = told(
        "In the unit counted: no difference of two single cells is further from the true one."
    )
    unstable_below: int = told(
        "In the unit counted: rates of fewer are unstable; no percentage is told of fewer before."
    )
    hours_between_releases: int = told("Hours before changed figures follow the last ones.")
    noise: list[NoiseStep] = told("The law of the noise.")
    units: list[UnitDimensions] = told("What can be asked.")


def method() -> Method:
    """The method of the running code."""
    return Method(
        rule_version=RULE.version,
        threshold=RULE.k,
        variance=RULE.variance,
        largest_noise=RULE.largest_noise,
        dominance=RULE.dominance,
        most_dimensions=RULE.most_dimensions,
        finest_grain=list(FINEST_GRAIN),
        finest_grain_agreed=list(FINEST_GRAIN_AGREED),
        largest_difference_noise=RULE.largest_difference_noise,
        unstable_below=UNSTABLE_BELOW,
        hours_between_releases=RULE.hours_between_releases,
        noise=[
            NoiseStep(noise=step, probability=probability)
            for step, probability in noise_law(RULE.largest_noise)
        ],
        units=[
            UnitDimensions(unit=unit, dimensions=list(by)) for unit, by in DIMENSIONS_OF.items()
        ],
    )
