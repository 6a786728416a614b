import pytest

from sop.domain.errors import Invalid
from sop.planning.policy import Policy


@pytest.mark.parametrize("value", [-0.1, float("nan"), float("inf")])
def test_a_weight_that_is_negative_or_no_number_is_refused(value):
    with pytest.raises(Invalid):
        Policy(lost_goodwill_share=value)


def test_equal_weights_have_one_revision():
    assert Policy().revision == Policy(lost_goodwill_share=0.1).revision
