from tests.universe.worlds import X
def test_x(): assert X
